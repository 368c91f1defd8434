import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AlarmChange } from '../aws/cloudwatch/alarms/alarm-message';
import { openDataFolder } from '../aws/data-folder';
import { openLineFile } from '../base/line-file';
import { writeJson } from '../base/replace-file';
import { type ControlPages, type ControlRoutes, createControlApi } from '../control/control-api';
import type { ControlKeys } from '../control/owner-access';
import { makeOwnerToken } from '../control/owner-token';
import { certificateOf } from '../gateway/custom-domain';
import { GatewayServer, type ServedGateway } from '../gateway/gateway-server';
import { logGroupOf } from '../lambda/logging';
import { LocalCloud } from '../local-cloud';
import type { LocalCloudOptions } from '../local-cloud-options';
import { localOutputs } from '../stack/local-outputs';
import type { Stack } from '../stack/read-stack';
import type { StackChoice } from '../template/cloud-assembly';
import { controlRoutes } from './control-routes';
import { type FunctionLogGroups, functionsFile } from './function-logs';
import { type DataFolderLock, lockDataFolder } from './lock-data-folder';
import type { CdkRun } from './run-cdk-app';
import { Stopping } from './stop-on-signals';
import { AssetMaker } from './watch/asset-maker';
import { watchApp } from './watch/watch-app';

export interface RunOptions {
  /** An absolute path. */
  readonly dataDir: string;
  /** Files in the data folder that are removed with the run's own keys, when it ends. @default - none */
  readonly keyFiles?: readonly string[];
  /** 0 chooses a free one. */
  readonly port: number;
  /** Milliseconds of a minute of CloudWatch. */
  readonly minuteMs: number;
  readonly chooseStack: StackChoice;
  /**
   * The folder of a cloud assembly that is up to date with the sources.
   * @param stays how an app is started so that it makes assets again
   */
  assembly(stays?: CdkRun['stays']): Promise<string>;
  /** The folder of the app whose sources are watched. @default - none is watched */
  readonly watched?: string;
}

type CloudHooks =
  | 'onDelivery'
  | 'onDenied'
  | 'onError'
  | 'onEvent'
  | 'onFunctionError'
  | 'onLine'
  | 'onReceive'
  | 'prepare'
  | 'warmUpRequests';

/** What a program does with the stack that it runs. */
export interface Program extends Pick<LocalCloudOptions, CloudHooks> {
  say(line: string): void;
  onAlarms(changes: readonly AlarmChange[]): void;
  readonly onAnswer: ServedGateway['onAnswer'];
  /** Called when the stack runs, before it accepts calls. @returns what to serve besides the routes of every stack */
  begin?(run: Run): Promise<Served>;
}

export interface Served {
  /** @param routes those of every stack */
  routes(routes: ControlRoutes): ControlRoutes;
  readonly pages?: ControlPages;
  close(): void;
}

/** A stack that runs. */
export interface Run {
  readonly cloud: LocalCloud;
  /** `http://127.0.0.1:8787/prod/`: with the stage, where the stack has an API. */
  readonly endpointUrl: string;
  /** The stack's outputs, with the URLs that they have on this machine. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Of the control API. */
  readonly keys: ControlKeys;
  /** Callers must present a certificate. */
  readonly mutualTls: boolean;
}

/** Requests that are being answered when the stop begins may take this long. */
const graceMs = 1000;

/**
 * Runs a stack until this process gets a signal to stop, and then ends the process.
 * @throws LocalCloudError when it cannot start; it leaves nothing behind
 */
export async function runStack(options: RunOptions, program: Program): Promise<Run> {
  // Only its user may read what it writes.
  process.umask(0o077);
  const lock = await lockDataFolder(options.dataDir, options.keyFiles);
  try {
    return await runOn(options, program, lock);
  } catch (error) {
    lock.release();
    if (lock.made !== undefined) rmSync(lock.made, { recursive: true, force: true });
    throw error;
  }
}

async function runOn(options: RunOptions, program: Program, lock: DataFolderLock): Promise<Run> {
  const { dataDir } = options;
  const stopping = new Stopping();
  // The reader of the output may go away; the local cloud stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const server = new GatewayServer();
  // Before anything that takes its time.
  openDataFolder(dataDir);
  const origin = `http://127.0.0.1:${await server.listen(options.port)}`;
  const assets = options.watched === undefined ? undefined : await AssetMaker.listen();
  const assembly = () => options.assembly(assets);
  const cloud = await startCloud(options, { origin, assemblyDirectory: await assembly() }, program);
  const watching = new AbortController();
  let served: Served | undefined;
  stopping.by(async () => {
    lock.closeDoors();
    watching.abort();
    assets?.close();
    served?.close();
    server.close();
    await cloud.stop(graceMs);
    server.abort();
    lock.release();
  });
  const run = toRun(cloud, origin, {
    token: makeOwnerToken(dataDir),
    pass: randomBytes(24).toString('base64url'),
  });
  served = await program.begin?.(run);
  writeJson(join(dataDir, 'outputs.json'), { [cloud.current.stackName]: run.outputs });
  writeJson(join(dataDir, functionsFile), logGroupsOf(cloud.current));
  const own = controlRoutes({ cloud, assembly });
  server.serve(() => cloud.gateway, {
    ...servedApi(cloud.current),
    control: createControlApi(served?.routes(own) ?? own, run.keys, program.onError, served?.pages),
    onAnswer: program.onAnswer,
    onError: program.onError,
  });
  if (assets !== undefined && options.watched !== undefined) {
    void watchApp(
      watchParts(cloud, { assembly, assets, dataDir, directory: options.watched }, program),
      watching.signal,
    );
  }
  return run;
}

function logGroupsOf({ functions, deployment }: Stack): FunctionLogGroups {
  return Object.fromEntries(
    functions.map(({ logicalId }) => [logicalId, { logGroup: logGroupOf(deployment.resource(logicalId)) }]),
  );
}

function startCloud(
  { dataDir, chooseStack, minuteMs }: RunOptions,
  folder: Pick<LocalCloudOptions, 'assemblyDirectory' | 'origin'>,
  program: Program,
): Promise<LocalCloud> {
  const functionsLog = openLineFile(join(dataDir, 'functions.log'));
  const { prepare, warmUpRequests } = program;
  return LocalCloud.start({
    ...folder,
    dataDir,
    chooseStack,
    cloudwatch: { minuteMs, onChange: (changes) => program.onAlarms(changes) },
    ...(prepare === undefined ? {} : { prepare: (access) => prepare(access) }),
    ...(warmUpRequests === undefined ? {} : { warmUpRequests: (access) => warmUpRequests(access) }),
    onLine: (line, logGroupName) => {
      functionsLog.append(line);
      program.onLine(line, logGroupName);
    },
    onReceive: program.onReceive,
    onFunctionError: program.onFunctionError,
    onDenied: program.onDenied,
    onEvent: program.onEvent,
    onDelivery: program.onDelivery,
    onError: program.onError,
  });
}

function toRun(cloud: LocalCloud, origin: string, keys: ControlKeys): Run {
  const { api } = cloud.current;
  return {
    cloud,
    endpointUrl: api === undefined ? `${origin}/` : `${origin}/${api.stageName}/`,
    outputs: localOutputs(cloud.current, origin),
    keys,
    mutualTls: api !== undefined && certificateOf(api) === 'required',
  };
}

type ServedApi = Pick<ServedGateway, 'certificate' | 'defaultSourceIp' | 'hostNames' | 'stageNames'>;

function servedApi({ api }: Stack): ServedApi {
  if (api === undefined) return { stageNames: [], hostNames: [], certificate: 'none', defaultSourceIp: '127.0.0.1' };
  return {
    stageNames: [api.stageName, ...api.otherStageNames],
    hostNames: api.customDomain === undefined ? [] : [api.customDomain.name],
    certificate: certificateOf(api),
    defaultSourceIp: api.policy.addresses[0] ?? '127.0.0.1',
  };
}

interface Sources {
  assembly(): Promise<string>;
  readonly assets: AssetMaker;
  readonly dataDir: string;
  readonly directory: string;
}

/** The app's sources are looked at for as long as the stack runs. */
function watchParts(cloud: LocalCloud, { assembly, assets, dataDir, directory }: Sources, program: Program) {
  return {
    directory,
    except: [dataDir],
    store: join(dataDir, 'assemblies', 'code'),
    assets,
    functions: () => cloud.current.functions,
    takeCode: (logicalId: string, code: string) => cloud.takeCode(logicalId, code),
    deploy: async () => cloud.deploy(await assembly()),
    say: (line: string) => program.say(line),
    complain: (error: unknown) => program.onError(error),
  };
}
