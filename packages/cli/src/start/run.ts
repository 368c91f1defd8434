import { join, resolve } from 'node:path';
import type { LocalCloud } from '@vibes-callbacks/local-cloud';
import { openDataFolder } from '@vibes-callbacks/local-cloud';
import { type Run, runStack, writeJson } from '@vibes-callbacks/local-cloud/run';
import { localPlace } from '../frame/local-place';
import { paintFor } from '../frame/paint';
import { plainOutputs } from '../reads/plain-outputs';
import { chooseStack } from './choose-stack';
import { ConsoleOutput } from './console-output';
import { controlRoutes } from './control-routes';
import type { MoCredentials } from './credentials';
import { readEarlier } from './inbox/earlier-callbacks';
import { Inbox } from './inbox/inbox';
import { type ServedInbox, serveInbox } from './inbox/serve-inbox';
import type { CliOptions } from './options';
import { programHooks } from './program-hooks';
import { StackOwner } from './stack-owner';
import { StartError } from './start-error';
import { upToDateAssembly } from './up-to-date-assembly';
import type { ServedVibesApi, VibesApiServer } from './vibes-api-server';
import { vibesApiLines, welcome } from './welcome';

const projectDirectory = resolve(__dirname, '..', '..', '..', '..');
const isClone = process.cwd() === projectDirectory;
const operatorCommand = isClone ? 'npm run ops --' : 'npx vibes-callbacks';

const lookEveryMs = 1000;

/** What the program keeps of the running stack. */
interface Begun {
  readonly owner: StackOwner;
  readonly inbox: ServedInbox;
  readonly credentials: MoCredentials;
}

/**
 * Starts the local cloud, which runs until it is stopped.
 * @throws LocalCloudError where it cannot start; then it leaves nothing behind that was not there
 */
export async function run(options: CliOptions, vibesApi: VibesApiServer | undefined): Promise<void> {
  const place = localPlace(options.data);
  const output = new ConsoleOutput(paintFor({ isTerminal: process.stdout.isTTY === true, env: process.env }), place);
  const dataDir = resolve(options.data);
  const inbox = new Inbox();
  let begun: Begun | undefined;
  const begin = async (started: Run) => {
    begun = await beginWith(started, inbox);
    const { owner, inbox: served, credentials } = begun;
    writeJson(join(dataDir, 'credentials.json'), credentials);
    return {
      routes: (routes: Parameters<ServedInbox['routes']>[0]) =>
        served.routes({ ...routes, ...controlRoutes(started.cloud, owner) }),
      pages: served.pages,
      close: () => served.close(),
    };
  };
  const served = await serveVibesApi(options, vibesApi, output);
  const started = await runStack(
    {
      dataDir,
      keyFiles: ['credentials.json'],
      port: options.port,
      minuteMs: options.minute * 1000,
      chooseStack: chooseStack(options.stack),
      assembly: (stays) => upToDateAssembly(options, projectDirectory, (line) => output.print(line), stays),
      ...(options.watch ? { watched: process.cwd() } : {}),
    },
    { ...programHooks(options, dataDir, output, inbox), begin },
  );
  if (begun === undefined) throw new Error('The program did not begin.');
  watchLevels(started.cloud, output, begun.inbox, place);
  output.print(welcomeOf(started, begun.credentials, options.data));
  if (served !== undefined) output.print(vibesApiLines(served, `${operatorCommand} connect platform${place}`));
  output.print(`\nready ${plainOutputs(started.outputs).EndpointUrl}`);
  // Read in the background: no callback waits for the callbacks of earlier runs.
  const { events } = openDataFolder(dataDir);
  void readEarlier(events).then((earlier) => inbox.takeEarlier(earlier), output.complain.bind(output));
}

async function serveVibesApi(
  { vibesApi: rules, port }: CliOptions,
  server: VibesApiServer | undefined,
  output: ConsoleOutput,
): Promise<ServedVibesApi | undefined> {
  if (rules === undefined || server === undefined) return undefined;
  const onCall = ({ url, eventId, outcome }: { url: string; eventId: string; outcome: string }) =>
    output.print(`Callback API: ${eventId} to ${url}: ${outcome}`);
  const own = port === 0 ? 0 : port + 1;
  try {
    return await server.serve({ rules, onCall, port: own });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new StartError(
      'vibes-api-port-in-use',
      `Port ${own}, for --vibes-api, is in use: stop what listens there, or choose another --port.`,
    );
  }
}

async function beginWith({ cloud, endpointUrl }: Run, inbox: Inbox): Promise<Begun> {
  const owner = new StackOwner(cloud.access);
  const served = serveInbox({ cloud, owner }, inbox, endpointUrl.replace(/\/$/, ''));
  return { owner, inbox: served, credentials: await owner.setMoCredentials({}) };
}

function welcomeOf({ cloud, outputs, keys, mutualTls }: Run, credentials: MoCredentials, dataDir: string): string {
  const { unsupportedTypes, notRun } = cloud.current;
  return welcome({
    outputs: plainOutputs(outputs),
    credentials,
    dataDir,
    pass: keys.pass,
    isClone,
    unsupportedTypes,
    notRun,
    mutualTls,
  });
}

/** Callbacks that wait and dead letters, which no function reports. */
function watchLevels(cloud: LocalCloud, output: ConsoleOutput, served: ServedInbox, place: string): void {
  const look = async () => {
    const state = await cloud.state();
    output.levels(state, `${operatorCommand} dead list${place}`);
    served.levels(state);
  };
  setInterval(() => void look().catch((error: unknown) => output.complain(error)), lookEveryMs).unref();
}
