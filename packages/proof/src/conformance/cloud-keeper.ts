import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { BasicCredentials } from '../simulator/http-post';
import { type LocalCloudProcess, startLocalCloud } from '../simulator/local-cloud-process';
import { freePort } from '../support/free-port';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { changeAssembly, synthesize } from './assembly';
import { type CloudOperator, openOperator } from './operator';
import type { StackChange } from './stack-change';

/** A local cloud for one scenario: with the scenario's template changes, and without data of the scenario before. */
export interface CloudLease {
  /** The process that runs now: a kill starts another one over its data. */
  readonly cloud: LocalCloudProcess;
  readonly dataFolder: string;
  readonly leasedAt: Date;
  readonly rbmSecret: string;
  /** The credentials that Vibes sends with MO. */
  vibesCredentials(): BasicCredentials;
  operator(): Promise<CloudOperator>;
  killAndStart(): Promise<void>;
  deploy(change: StackChange): Promise<void>;
  rotatePassword(): Promise<void>;
  tellVibesThePassword(): void;
}

export interface LeaseWishes {
  readonly changes: readonly StackChange[];
  /** Vibes has a wrong password until it gets the right one. */
  readonly wrongPassword: boolean;
}

interface Running {
  readonly changes: readonly StackChange[];
  readonly folder: string;
  readonly assembly: string;
  readonly port: number;
  /** A start with another password than the secret has would rotate it. */
  password: string;
  readonly rbmSecret: string;
  cloud: LocalCloudProcess;
  /** Not usable for another scenario: its code or its secret has changed. */
  spoilt: boolean;
}

/** Keeps one cloud running from scenario to scenario, as long as it can deploy the next one's template. */
export class CloudKeeper {
  #running: Running | undefined;
  /** Assemblies without changes, by the settings that they are synthesized with. */
  readonly #bases = new Map<string, Promise<string>>();
  #assemblies = 0;

  private constructor(
    private readonly folder: TemporaryFolder,
    private readonly onLine: (line: string) => void,
  ) {}

  static open(onLine: (line: string) => void = () => undefined): CloudKeeper {
    return new CloudKeeper(temporaryFolder('vibes-conformance-'), onLine);
  }

  async lease({ changes, wrongPassword }: LeaseWishes): Promise<CloudLease> {
    const wanted = JSON.stringify(changes);
    const isOfUse = !this.#running?.spoilt && JSON.stringify(this.#running?.changes) === wanted;
    if (!isOfUse) await this.#provide(changes);
    // Also if it is new: its functions are warm, and a fault set before the first call must hit that call.
    await this.#running?.cloud.reset();
    const running = this.#running;
    if (running === undefined) throw new Error('no cloud is running');
    return this.#leaseOf(running, wrongPassword);
  }

  /** The next lease starts a new cloud. */
  spoil(): void {
    if (this.#running) this.#running.spoilt = true;
  }

  /** Ends the cloud and removes everything it wrote. */
  async close(): Promise<void> {
    await this.#running?.cloud.stop();
    await this.folder.remove();
  }

  /** Deploys to the running cloud; starts another if this one is spoilt, or refuses because too much has changed. */
  async #provide(changes: readonly StackChange[]): Promise<void> {
    const assembly = await this.#assembly(changes);
    const running = this.#running;
    if (running && !running.spoilt && (await isDeployed(running.cloud, assembly))) {
      this.#running = { ...running, changes, assembly };
      return;
    }
    await running?.cloud.stop();
    this.#running = undefined;
    const run = {
      changes,
      folder: await mkdtemp(join(this.folder.path, 'data-')),
      assembly,
      port: await freePort(),
      password: randomBytes(16).toString('hex'),
      rbmSecret: randomBytes(16).toString('hex'),
    };
    this.#running = { ...run, cloud: await this.#start(run), spoilt: false };
  }

  #start(run: Omit<Running, 'cloud' | 'spoilt'>): Promise<LocalCloudProcess> {
    const { folder, password, rbmSecret, assembly, port } = run;
    const { onLine } = this;
    return startLocalCloud({ dataFolder: folder, username: 'vibes', password, rbmSecret, assembly, port, onLine });
  }

  async #assembly(changes: readonly StackChange[]): Promise<string> {
    const settings = Object.assign({}, ...changes.map((change) => change.settings));
    const changed = join(this.folder.path, `assembly-${++this.#assemblies}`);
    await changeAssembly(await this.#base(settings), changed, changes);
    return changed;
  }

  #base(settings: Readonly<Record<string, string>>): Promise<string> {
    const name = JSON.stringify(settings);
    const base = this.#bases.get(name) ?? this.#synthesize(settings, `base-${this.#bases.size + 1}`);
    this.#bases.set(name, base);
    return base;
  }

  async #synthesize(settings: Readonly<Record<string, string>>, name: string): Promise<string> {
    const directory = join(this.folder.path, name);
    await synthesize(directory, settings);
    return directory;
  }

  #leaseOf(running: Running, wrongPassword: boolean): CloudLease {
    let newest: BasicCredentials = { username: 'vibes', password: running.password };
    let restarting = Promise.resolve();
    let known: BasicCredentials = wrongPassword ? { username: 'vibes', password: 'not the password' } : newest;
    return {
      get cloud() {
        return running.cloud;
      },
      dataFolder: running.folder,
      leasedAt: new Date(),
      rbmSecret: running.rbmSecret,
      vibesCredentials: () => known,
      operator: () => openOperator(running.folder),
      killAndStart: () => {
        // One at a time: the next kill must hit the cloud that this one starts.
        restarting = restarting.then(async () => {
          await running.cloud.kill();
          running.cloud = await this.#start(running);
        });
        return restarting;
      },
      deploy: async (change) => {
        running.spoilt = true;
        await running.cloud.deploy(await this.#assembly([...running.changes, change]));
      },
      rotatePassword: async () => {
        running.spoilt = true;
        newest = { username: 'vibes', password: randomBytes(16).toString('hex') };
        await (await openOperator(running.folder)).putPassword(newest);
        running.password = newest.password;
      },
      tellVibesThePassword: () => {
        known = newest;
      },
    };
  }
}

/** A deployment that fails for another reason fails again at the start that follows, which reports it. */
function isDeployed(cloud: LocalCloudProcess, assembly: string): Promise<boolean> {
  return cloud.deploy(assembly).then(
    () => true,
    () => false,
  );
}
