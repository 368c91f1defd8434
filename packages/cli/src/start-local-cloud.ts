import { join } from 'node:path';
import { type AwsAccess, startCloudProcess } from '@vibes-callbacks/local-cloud/start';
import { type Callback, callbackToSend, type SendAnswer, type SendOptions } from './callback-to-send';
import { plainOutputs } from './reads/plain-outputs';
import type { SendAnswer as InboxAnswer } from './start/inbox/inbox-shapes';

export type { AwsAccess, Callback, SendAnswer, SendOptions };

export interface LocalCloudOptions {
  /**
   * What `cdk synth` wrote: the folder `cdk.out` of an app with a `VibesCallbacks` in it.
   * @default - the app of the current directory's cdk.json is synthesized
   */
  readonly assembly?: string;
  /** Where to store its data. @default - a temporary folder, deleted at the end */
  readonly dataFolder?: string;
  /** @default - a free one */
  readonly port?: number;
  /** What callers of the MO route must send. @default - generated */
  readonly password?: string;
  /** Checks the signatures of RBM callbacks. @default - the template says whether they are checked */
  readonly rbmSecret?: string;
  /** Where the app is. @default - the current directory */
  readonly directory?: string;
  /** A line of its output. */
  readonly onLine?: (line: string) => void;
  /** How long its start may take, in ms. @default 120000 */
  readonly timeoutMs?: number;
}

/** One event as a rule's target gets it; `isMoMessage` and the other guards of `vibes-callbacks/events` tell the types apart. */
export interface PublishedEvent {
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly detail: {
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** A running local cloud. */
export interface LocalCloud {
  /** Base of the callbacks' URLs, with a slash at its end. */
  readonly endpointUrl: string;
  /** The stack's outputs with local URLs, and the service's by their plain names: `outputs.SmsMoUrl`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly credentials: { readonly username: string; readonly password: string };
  readonly dataFolder: string;
  /** Endpoint, Region and credentials for a client of the AWS SDK: `new SQSClient(cloud.aws)`. */
  readonly aws: AwsAccess;
  /**
   * Posts a callback as Vibes would, with the password or signature that its route requires.
   * @param callback the name of a sample (`mo-message-keyword`; `npx vibes-callbacks send --list` shows all), or a
   * callback of your own
   * @throws Error for an unknown sample, and for a callback that cannot be sent
   */
  send(callback: string | Callback, options?: SendOptions): Promise<SendAnswer>;
  /** The events published so far, in order. */
  events(): readonly PublishedEvent[];
  /**
   * The lines in a function's log group so far: what it wrote, and Lambda's own lines about it.
   * @param name its path below the stack (`Answer`), its logical id, or a part of that
   * @throws Error that names the functions, for a name that matches none or several
   */
  logs(name: string): readonly string[];
  /** Empties queues, tables, buckets, events and logs, and starts new workers; the secrets stay. */
  reset(): Promise<void>;
  /**
   * Waits until `find` gives something other than undefined.
   * @throws Error when nothing was found in time; it names the functions that do not start, and those that failed
   */
  waitFor<T>(find: () => T | undefined | Promise<T | undefined>, timeoutMs?: number): Promise<T>;
  /** Ends it, and deletes a temporary data folder. */
  stop(): Promise<void>;
}

/**
 * Starts the local cloud in a separate process, and waits until it accepts callbacks.
 * @throws Error with the sentence that it ended with
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { assembly, port = 0, directory, dataFolder, onLine, timeoutMs } = options;
  const given = assembly === undefined ? [] : ['--assembly', assembly];
  const cloud = await startCloudProcess({
    script: join(__dirname, '..', 'bin', __filename.endsWith('.ts') ? 'vibes-callbacks.ts' : 'vibes-callbacks.js'),
    words: ['start', '--port', String(port), ...given],
    environment: secretVariables(options),
    directory,
    dataFolder,
    onLine,
    timeoutMs,
  });
  return {
    endpointUrl: cloud.endpointUrl,
    outputs: { ...plainOutputs(cloud.outputs), ...cloud.outputs },
    credentials: cloud.read<LocalCloud['credentials']>('credentials.json'),
    dataFolder: cloud.dataFolder,
    aws: cloud.aws,
    send: async (callback, asked) => {
      const answer = await cloud.control('POST', 'send', callbackToSend(callback, asked));
      const [sent] = (answer as InboxAnswer).sent;
      if (sent === undefined) throw new Error('The local cloud sent nothing.');
      return sent;
    },
    events: () => cloud.events<PublishedEvent>(),
    logs: cloud.logs,
    reset: cloud.reset,
    waitFor: cloud.waitFor,
    stop: cloud.stop,
  };
}

/** On the command line, every user of this machine would see them. */
function secretVariables({ password, rbmSecret }: LocalCloudOptions): NodeJS.ProcessEnv {
  return {
    ...(password === undefined ? {} : { CALLBACKS_MO_PASSWORD: password }),
    ...(rbmSecret === undefined ? {} : { CALLBACKS_RBM_SECRET: rbmSecret }),
  };
}
