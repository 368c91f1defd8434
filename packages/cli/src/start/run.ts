import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ControlKeys, LocalCloud } from '@vibes-callbacks/local-cloud';
import {
  certificateOf,
  createControlApi,
  GatewayServer,
  localOutputs,
  makeOwnerToken,
  openDataFolder,
} from '@vibes-callbacks/local-cloud';
import { localPlace } from '../frame/local-place';
import { ConsoleOutput } from './console-output';
import { controlRoutes } from './control-routes';
import { readEarlier } from './inbox/earlier-callbacks';
import { Inbox } from './inbox/inbox';
import type { SampleSource } from './inbox/samples';
import { type ServedInbox, serveInbox } from './inbox/serve-inbox';
import { type DataFolderLock, lockDataFolder } from './lock-data-folder';
import type { CliOptions } from './options';
import { paintFor } from './paint';
import { StackOwner } from './stack-owner';
import { startCloud } from './start-cloud';
import { Stopping } from './stop-on-signals';
import { upToDateAssembly } from './up-to-date-assembly';
import { AssetMaker } from './watch/asset-maker';
import { watchApp } from './watch/watch-app';
import { welcome } from './welcome';
import { writeJson } from './write-json';

const projectDirectory = resolve(__dirname, '..', '..', '..', '..');
const isClone = process.cwd() === projectDirectory;
const operatorCommand = isClone ? 'npm run ops --' : 'npx vibes-callbacks';

/** Requests that are being answered when the stop begins may take this long. */
const graceMs = 1000;

const lookEveryMs = 1000;

/**
 * Starts the local cloud; it then runs until it is told to stop.
 * @throws LocalCloudError where it cannot start; then it leaves nothing behind that was not there
 */
export async function run(options: CliOptions, samples: SampleSource): Promise<void> {
  // Nothing that it writes is anybody else's business.
  process.umask(0o077);
  const lock = await lockDataFolder(resolve(options.data));
  try {
    await runOn(options, samples, lock);
  } catch (error) {
    lock.release();
    if (lock.made !== undefined) rmSync(lock.made, { recursive: true, force: true });
    throw error;
  }
}

async function runOn(options: CliOptions, samples: SampleSource, lock: DataFolderLock): Promise<void> {
  const place = localPlace(options.data);
  const output = new ConsoleOutput(paintFor(process.stdout, process.env), place);
  const stopping = new Stopping();
  // Whoever read the output may go away; the local cloud stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const dataDir = resolve(options.data);
  const server = new GatewayServer();
  // Before anything that takes its time.
  const { events } = openDataFolder(dataDir);
  const port = await server.listen(options.port);
  const origin = `http://127.0.0.1:${port}`;
  const assets = options.watch ? await AssetMaker.listen() : undefined;
  const assembly = () => upToDateAssembly(options, projectDirectory, (line) => output.print(line), assets);
  const inbox = new Inbox();
  const folder = { dataDir, origin, assemblyDirectory: await assembly() };
  const cloud = await startCloud(options, folder, output, inbox);
  const owner = new StackOwner(cloud.access);
  const served = serveInbox({ cloud, owner }, inbox, samples, `${origin}/${cloud.current.api?.stageName ?? ''}`);
  const watching = new AbortController();
  stopping.by(async () => {
    lock.closeDoors();
    watching.abort();
    assets?.close();
    served.close();
    server.close();
    await cloud.stop(graceMs);
    server.abort();
    lock.release();
  });
  const outputs = localOutputs(cloud.current, origin);
  const credentials = await owner.setMoCredentials({});
  writeJson(join(dataDir, 'outputs.json'), { [cloud.current.stackName]: outputs });
  writeJson(join(dataDir, 'credentials.json'), credentials);
  const keys = { token: makeOwnerToken(dataDir), pass: randomBytes(24).toString('base64url') };
  serve({ cloud, owner }, server, { keys, assembly }, output, { inbox, served });
  if (assets !== undefined) watch(cloud, { dataDir, assembly, assets }, output, watching.signal);
  watchLevels(cloud, output, served, place);
  const { unsupportedTypes, notRun, api } = cloud.current;
  const mutualTls = api !== undefined && certificateOf(api) === 'required';
  const { data } = options;
  output.print(
    welcome({ outputs, credentials, dataDir: data, pass: keys.pass, isClone, unsupportedTypes, notRun, mutualTls }),
  );
  output.print(`\nready ${outputs.EndpointUrl}`);
  // Nobody's callback waits for what was before.
  void readEarlier(events).then((earlier) => inbox.takeEarlier(earlier), output.complain.bind(output));
}

/** What no function tells of: callbacks that wait, and dead letters. */
function watchLevels(cloud: LocalCloud, output: ConsoleOutput, served: ServedInbox, place: string): void {
  const look = async () => {
    const state = await cloud.state();
    output.levels(state, `${operatorCommand} dead list${place}`);
    served.levels(state);
  };
  setInterval(() => void look().catch((error: unknown) => output.complain(error)), lookEveryMs).unref();
}

interface Sources {
  readonly dataDir: string;
  /** One that is up to date with the sources. */
  assembly(): Promise<string>;
}

/** The app's sources are looked at for as long as the local cloud runs. */
function watch(
  cloud: LocalCloud,
  { dataDir, assembly, assets }: Sources & { readonly assets: AssetMaker },
  output: ConsoleOutput,
  signal: AbortSignal,
): void {
  const parts = {
    directory: process.cwd(),
    except: [dataDir],
    store: join(dataDir, 'assemblies', 'code'),
    assets,
    functions: () => cloud.current.functions,
    takeCode: (logicalId: string, directory: string) => cloud.takeCode(logicalId, directory),
    deploy: async () => cloud.deploy(await assembly()),
    say: (line: string) => output.print(line),
    complain: (error: unknown) => output.complain(error),
  };
  void watchApp(parts, signal);
}

function serve(
  { cloud, owner }: { readonly cloud: LocalCloud; readonly owner: StackOwner },
  server: GatewayServer,
  { keys, assembly }: Pick<Sources, 'assembly'> & { readonly keys: ControlKeys },
  output: ConsoleOutput,
  { inbox, served }: { readonly inbox: Inbox; readonly served: ServedInbox },
): void {
  const onError = (error: unknown) => output.complain(error);
  const routes = controlRoutes({ cloud, owner, synthesize: assembly });
  const { api } = cloud.current;
  server.serve(() => cloud.gateway, {
    stageNames: api === undefined ? [] : [api.stageName, ...api.otherStageNames],
    hostNames: api?.customDomain === undefined ? [] : [api.customDomain.name],
    certificate: api === undefined ? 'none' : certificateOf(api),
    defaultSourceIp: api?.policy.addresses[0] ?? '127.0.0.1',
    control: createControlApi(served.routes(routes), keys, onError, served.pages),
    onAnswer: (answer, exchange) => {
      output.answered(answer);
      inbox.answered(answer, exchange);
    },
    onError,
  });
}
