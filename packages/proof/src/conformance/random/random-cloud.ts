import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalState } from '@vibes-callbacks/local-cloud';
import { type AskedFault, type LocalCloudProcess, startLocalCloud } from '../../simulator/local-cloud-process';
import { freePort } from '../../support/free-port';
import { temporaryFolder } from '../../support/temporary-folder';
import { changeAssembly, synthesize } from '../assembly';
import { openOperator } from '../operator';
import { operatorCommand } from '../operator-command';
import { shorterWaits } from '../scenarios/shorter-waits';
import type { StackChange } from '../stack-change';
import type { Asked } from './model';
import { firstAsked } from './plan';

/** With a domain and mutual TLS, and the API's own endpoint open beside it: a call without a certificate comes by that one. */
const settings = {
  CALLBACKS_DOMAIN_NAME: 'callbacks.example.com',
  CALLBACKS_CERTIFICATE_ARN: 'arn:aws:acm:us-east-1:123456789012:certificate/example',
  CALLBACKS_TRUSTSTORE_URI: 's3://example-truststore/ca.pem',
  CALLBACKS_KEEP_DEFAULT_ENDPOINT: 'true',
  CALLBACKS_SECURITY_POLICY: 'TLS_1_2',
};

/** What the settings `rbmSecret` and `keepDefaultEndpoint` change in the functions. */
function changesFor({ signature, certificate }: Asked): readonly StackChange[] {
  const asked = { REQUIRE_RBM_SIGNATURE: String(signature), REQUIRE_CERTIFICATE: String(certificate) };
  return [
    variables('Ingest', { REQUIRE_CERTIFICATE: String(certificate), ...(!signature && { RBM_SECRET_ARN: '' }) }),
    variables('Consumer', asked),
    variables('Sweep', asked),
  ];
}

const everyAsked: readonly Asked[] = [true, false].flatMap((signature) =>
  [true, false].map((certificate) => ({ signature, certificate })),
);

function variables(only: string, Variables: Readonly<Record<string, string>>): StackChange {
  return { only, properties: { 'AWS::Lambda::Function': { Environment: { Variables } } } };
}

/** The sweep looks at what is older than an hour. */
const sweepSkewMs = 2 * 3_600_000;

export interface RandomCloudOptions {
  readonly rbmSecret: string;
  readonly password: string;
  readonly onLine: (line: string) => void;
  readonly interrupted: AbortSignal;
}

/** The local cloud of a random run: killed and deployed, always at the same port and on the same data. */
export class RandomCloud {
  #cloud: LocalCloudProcess | undefined;
  #asked: Asked = firstAsked;
  #password: string;
  #port = 0;
  #starting = Promise.resolve();

  private readonly folder = temporaryFolder('vibes-random-');

  constructor(private readonly options: RandomCloudOptions) {
    this.#password = options.password;
  }

  /** Synthesizes what may be deployed, and starts. */
  async start(): Promise<void> {
    this.#port = await freePort();
    const base = join(this.folder.path, 'assembly');
    await synthesize(base, settings, this.options.interrupted);
    for (const asked of everyAsked) {
      await changeAssembly(base, this.#assembly(asked), [...shorterWaits, ...changesFor(asked)]);
    }
    this.#starting = this.#start();
    await this.#starting;
  }

  get dataFolder(): string {
    return join(this.folder.path, 'data');
  }

  get endpointUrl(): string {
    return this.#running.endpointUrl;
  }

  state(): Promise<LocalState> {
    return this.#running.state();
  }

  addFault(fault: AskedFault): Promise<void> {
    return this.#running.addFault(fault);
  }

  clearFaults(): Promise<void> {
    return this.#running.clearFaults();
  }

  async deploy(asked: Asked): Promise<void> {
    this.#asked = asked;
    await this.#running.deploy(this.#assembly(asked));
  }

  /** kill -9, and a start over its data. */
  async killAndStart(): Promise<void> {
    this.#starting = this.#starting.then(async () => {
      await this.#cloud?.kill();
      await this.#start();
    });
    await this.#starting;
  }

  /** An operator's command. @returns whether it did what it was for */
  async ops(...words: readonly string[]): Promise<boolean> {
    return (await operatorCommand(this.dataFolder, ...words)) === 0;
  }

  async rotate(password: string): Promise<boolean> {
    const done = await this.ops('credentials', 'rotate', '--password', password, '--force');
    if (done) this.#password = password;
    return done;
  }

  /** The daily sweep, as if everything were two hours old. @returns whether it ended well in time */
  async sweep(patienceMs: number): Promise<boolean> {
    const before = await this.#sweeps();
    await this.#running.addFault({ service: 'lambda', function: 'sweep', mode: 'skew', skewMs: sweepSkewMs });
    await this.#running.runSchedules();
    const endsAtMs = performance.now() + patienceMs;
    while (performance.now() < endsAtMs) {
      await sleep(250);
      if ((await this.#sweeps()) > before) return true;
    }
    return false;
  }

  /** Only those that looked at everything. */
  async #sweeps(): Promise<number> {
    const log = await readFile(join(this.dataFolder, 'functions.log'), 'utf8').catch(() => '');
    return (log.match(/"code":"Swept"[^\n]*"failed":0,"left":0/g) ?? []).length;
  }

  /** Runs an action while no consumer reads, then deletes S3's notifications. @returns how many were lost */
  async losingNotifications(send: () => Promise<void>): Promise<number> {
    await this.#readQueues(false);
    try {
      await this.addFault({ service: 'sqs', action: 'SendMessage', mode: 'error', seconds: 30 });
      await send();
      return await this.#deleteNotifications();
    } finally {
      await this.clearFaults();
      await this.#readQueues(true);
    }
  }

  async redrive(): Promise<void> {
    const { deadLetterQueue } = await this.state();
    if (deadLetterQueue.visible > 0) await (await openOperator(this.dataFolder)).redrive();
  }

  /** SHA-256 of the bodies that are dead letters, each under itself. */
  async deadLetters(sha256s: Iterable<string>): Promise<ReadonlySet<string>> {
    const known = new Map(Array.from(sha256s, (sha256) => [sha256, sha256] as const));
    const letters = await (await openOperator(this.dataFolder)).deadLetters(known);
    return new Set(letters.map(({ key }) => key ?? 'unknown'));
  }

  /**
   * Ends it and removes everything that it wrote.
   * @param keepIn where to keep its data for a later look at the cause
   */
  async close(keepIn?: string): Promise<void> {
    await this.#starting.catch(() => undefined);
    await this.#cloud?.kill();
    if (keepIn !== undefined) {
      await rm(keepIn, { recursive: true, force: true });
      await cp(this.dataFolder, keepIn, { recursive: true });
    }
    await this.folder.remove();
  }

  get #running(): LocalCloudProcess {
    if (this.#cloud === undefined) throw new Error('the local cloud does not run');
    return this.#cloud;
  }

  async #start(): Promise<void> {
    const { dataFolder } = this;
    const { rbmSecret, onLine, interrupted: signal } = this.options;
    const run = {
      dataFolder,
      port: this.#port,
      username: 'vibes',
      password: this.#password,
      rbmSecret,
      onLine,
      signal,
    };
    this.#cloud = await startLocalCloud({ ...run, assembly: this.#assembly(this.#asked) });
  }

  #assembly({ signature, certificate }: Asked): string {
    return join(
      this.folder.path,
      `assembly-${signature ? 'signed' : 'unsigned'}-${certificate ? 'certified' : 'open'}`,
    );
  }

  async #access() {
    const { endpoint, region, accessKeyId, secretAccessKey } = await readJson(join(this.dataFolder, 'aws.json'));
    return {
      endpoint: String(endpoint),
      region: String(region),
      credentials: { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) },
    };
  }

  /** A mapping that is disabled finishes its last poll. */
  async #readQueues(Enabled: boolean): Promise<void> {
    const client = new LambdaClient(await this.#access());
    try {
      const list = async () => (await client.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings ?? [];
      for (const { UUID } of await list()) await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
      const wanted = Enabled ? 'Enabled' : 'Disabled';
      while ((await list()).some(({ State }) => State !== wanted)) await sleep(100);
    } finally {
      client.destroy();
    }
  }

  async #deleteNotifications(): Promise<number> {
    const [outputs] = Object.values(await readJson(join(this.dataFolder, 'outputs.json')));
    const QueueUrl = (outputs as Readonly<Record<string, string>>).CallbackQueueUrl;
    const client = new SQSClient(await this.#access());
    let lost = 0;
    try {
      for (;;) {
        const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 5 });
        const { Messages = [] } = await client.send(receive);
        if (Messages.length === 0) return lost;
        for (const { Body = '', ReceiptHandle } of Messages) {
          if (!Body.includes('"aws:s3"')) continue;
          await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          lost += 1;
        }
      }
    } finally {
      client.destroy();
    }
  }
}

async function readJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(path, 'utf8'));
}
