import { join } from 'node:path';
import { type AwsAccess, type CloudCommand, type CloudProcess, startCloudProcess } from './cloud-process';

/** For programs that start a stack in a separate process. Loads nothing that runs one. */
export { callControl, endChild, readDataFile, readEvents, readOutputs, readyUrl } from './cloud-child';
export { type AwsAccess, type CloudCommand, type CloudProcess, startCloudProcess };

export interface StartOptions {
  /** The folder of the CDK app. @default - the current directory */
  readonly directory?: string;
  /** What synthesizes the app. @default - `app` of its cdk.json */
  readonly app?: string;
  /** The folder that `cdk synth` wrote; the app is not synthesized then. @default - the app is synthesized */
  readonly assembly?: string;
  /** Which stack of the app. @default - the only one */
  readonly stack?: string;
  /** Where the data go. @default - a temporary folder, which is removed at the stop */
  readonly dataFolder?: string;
  /** @default - a free one */
  readonly port?: number;
  /** Seconds of a minute of CloudWatch, from 1 to 60. @default 60 */
  readonly minute?: number;
  /** Called with each line that the local cloud prints. */
  readonly onLine?: (line: string) => void;
  /** How long the start may take, in ms. @default 120000 */
  readonly timeoutMs?: number;
}

/** An event as a rule's target gets it. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** ISO 8601 */
  readonly time: string;
  readonly resources: readonly string[];
}

/** A stack that runs on this machine. */
export interface StartedCloud {
  /** The API's stage, or the root where the stack has no API; with a slash at its end. */
  readonly endpointUrl: string;
  /** The stack's outputs, with local URLs. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly aws: AwsAccess;
  readonly dataFolder: string;
  /** The events published so far, in order. */
  events(): readonly CloudEvent[];
  /**
   * The lines in a function's log group so far: what it wrote, and Lambda's own lines about it.
   * @param name its path below the stack (`Ship`), its logical id, or a part of that
   * @throws Error that names the functions, for a name that matches none or several
   */
  logs(name: string): readonly string[];
  /** Empties queues, tables, buckets, events and logs, and starts new workers; the secrets stay. */
  reset(): Promise<void>;
  /**
   * Calls `find` until it returns something other than undefined.
   * @throws Error when nothing was found in time; it names the functions that do not start, and those that failed
   */
  waitFor<T>(find: () => T | undefined | Promise<T | undefined>, timeoutMs?: number): Promise<T>;
  /** Ends it; a temporary data folder is removed. */
  stop(): Promise<void>;
}

/**
 * Runs a CDK stack in a separate process, and waits until it is ready.
 * @throws Error with the sentence that the process ended with
 */
export async function startLocalCloud(options: StartOptions = {}): Promise<StartedCloud> {
  const { directory, dataFolder, onLine, timeoutMs } = options;
  const cloud = await startCloudProcess({
    script: join(__dirname, '..', '..', 'bin', __filename.endsWith('.ts') ? 'local-cloud.ts' : 'local-cloud.js'),
    words: wordsOf(options),
    directory,
    dataFolder,
    onLine,
    timeoutMs,
  });
  const { endpointUrl, outputs, aws, dataFolder: folder, logs, reset, waitFor, stop } = cloud;
  const events = () => cloud.events<CloudEvent>();
  return { endpointUrl, outputs, aws, dataFolder: folder, events, logs, reset, waitFor, stop };
}

function wordsOf({ port = 0, app, assembly, stack, minute }: StartOptions): readonly string[] {
  const given = { app, assembly, stack, minute: minute?.toString() };
  const words = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return ['--port', String(port), ...words];
}
