import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRunning } from '@vibes-callbacks/local-cloud/process';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { notRunningSentence, type Place } from '../frame/explain-error';
import type { Io } from '../frame/io';
import { defaultDataFolder } from '../frame/local-place';
import { OpsError } from '../frame/ops-error';

/** Where a command asks: options that every command has. */
export interface PlaceOptions {
  readonly stack?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly local?: boolean;
  readonly data?: string;
}

/** The configuration of every client, and the stack. */
export interface Access {
  readonly stackName: string;
  /** As it was typed; undefined for an AWS account. */
  readonly dataFolder: string | undefined;
  readonly clientOptions: ClientOptions;
  /** How long a minute of CloudWatch lasts: 60,000 ms, less in a local cloud with `--minute`. */
  readonly minuteMs: number;
}

export interface ClientOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts: number;
}

const wholeMinuteMs = 60_000;
const defaultStack = 'VibesCallbacks';

/** The account's stack by the shell's credentials, or the running local cloud's by its own. */
export function accessOf(options: PlaceOptions, io: Pick<Io, 'directory'>): Access {
  const { local = false, data, stack, profile, region } = options;
  if (!local && data !== undefined) throw new OpsError('wrong-usage', '--data is for a local cloud: add --local.');
  if (local && (profile ?? region) !== undefined) {
    throw new OpsError(
      'wrong-usage',
      '--profile and --region are for an AWS account: leave them out, or leave out --local.',
    );
  }
  return local
    ? localAccess(data ?? defaultDataFolder, stack, io.directory)
    : {
        stackName: stack ?? defaultStack,
        dataFolder: undefined,
        clientOptions: {
          ...(profile === undefined ? {} : { profile }),
          ...(region === undefined ? {} : { region }),
          maxAttempts: 5,
        },
        minuteMs: wholeMinuteMs,
      };
}

/** For a sentence about a failure, also one of `accessOf`. */
export function placeOf({ local, data, profile }: PlaceOptions, { env }: Pick<Io, 'env'>): Place {
  return { dataFolder: local ? (data ?? defaultDataFolder) : undefined, profile: profile ?? env.AWS_PROFILE };
}

/** Sends nothing before it has checked that the process that wrote the folder's `aws.json` still runs. */
function localAccess(dataFolder: string, stack: string | undefined, directory: string): Access {
  const folder = resolve(directory, dataFolder);
  const access = readObject(join(folder, 'aws.json'));
  const { endpoint, region, accessKeyId, secretAccessKey, sessionToken, minuteMs, process: owner } = access ?? {};
  if (!isText(endpoint) || !isText(region) || !isText(accessKeyId) || !isText(secretAccessKey)) {
    throw new OpsError('local-cloud-not-running', notRunningSentence(dataFolder));
  }
  if (!isOwnFile(join(folder, 'aws.json'))) {
    throw new OpsError(
      'data-folder-unusable',
      `The data folder ${dataFolder} belongs to another user, or is open to others: name your own with --data.`,
    );
  }
  if (!isProcess(owner) || !isRunning(owner))
    throw new OpsError('local-cloud-not-running', notRunningSentence(dataFolder));
  const stackName = stack ?? Object.keys(readObject(join(folder, 'outputs.json')) ?? {})[0] ?? defaultStack;
  const credentials = { accessKeyId, secretAccessKey, ...(isText(sessionToken) ? { sessionToken } : {}) };
  return {
    stackName,
    dataFolder,
    clientOptions: { region, endpoint, credentials, maxAttempts: 2 },
    minuteMs: typeof minuteMs === 'number' && minuteMs > 0 ? minuteMs : wholeMinuteMs,
  };
}

/** As the local cloud writes it. Windows has neither owner nor mode. */
function isOwnFile(path: string): boolean {
  const user = process.getuid?.();
  if (user === undefined) return true;
  const { uid, mode } = statSync(path);
  return uid === user && (mode & 0o022) === 0;
}

function isProcess(value: unknown): value is { readonly pid: number; readonly startedAt: string } {
  return isRecord(value) && Number.isSafeInteger(value.pid) && typeof value.startedAt === 'string';
}

function readObject(path: string): Readonly<Record<string, unknown>> | undefined {
  if (!existsSync(path)) return undefined;
  const value = parseJson(readFileSync(path, 'utf8'));
  return isRecord(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
