import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface WatchOptions {
  /** A line of its output. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** How long its start may take, in ms. @default - as long as it runs */
  readonly timeoutMs?: number | undefined;
  /** Ends the start, while it lasts. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for the `ready <URL>` of a local cloud that was started with piped output.
 * @throws Error with the last lines on stderr where it ends before; where the start takes too long or is ended, the
 * caller still has to end the process
 */
export function readyUrl(child: ChildProcess, { onLine, timeoutMs, signal }: WatchOptions): Promise<string> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The local cloud was started without pipes.');
  const complaints: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    complaints.push(line);
    onLine?.(line);
  });
  return new Promise((resolve, reject) => {
    const giveUp = () => settle(() => reject(signal?.reason));
    const late = () => settle(() => reject(new Error(`The local cloud was not ready after ${timeoutMs} ms.`)));
    const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      how();
    };
    signal?.addEventListener('abort', giveUp);
    createInterface({ input: stdout }).on('line', (line) => {
      onLine?.(line);
      const [, url] = /^ready (\S+)$/.exec(line) ?? [];
      if (url !== undefined) settle(() => resolve(url));
    });
    child.once('exit', () =>
      settle(() => reject(new Error(`The local cloud did not start: ${complaints.slice(-3).join(' ')}`))),
    );
  });
}

/** @returns its exit code; null where a signal ended it */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  return (await gone)[0];
}

/** Calls the control API as its owner. */
export function callControl(
  endpointUrl: string,
  dataFolder: string,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = { 'x-local-token': readFileSync(join(dataFolder, 'token'), 'utf8').trim() };
  return fetch(new URL(`/_local/${path}`, endpointUrl), { ...init, headers });
}

/** The published events so far, in their order. */
export function readEvents<T>(dataFolder: string): readonly T[] {
  const path = join(dataFolder, 'events.jsonl');
  if (!existsSync(path)) return [];
  // What comes after the last line's end is still being written, or was cut off by a kill.
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** Of the one stack that runs, with local URLs. */
export function readOutputs(
  dataFolder: string,
): readonly [stackName: string, outputs: Readonly<Record<string, string>>] {
  const stacks = readDataFile<Record<string, Record<string, string>>>(dataFolder, 'outputs.json');
  return Object.entries(stacks)[0] ?? ['', {}];
}

/** A JSON file of the data folder. */
export function readDataFile<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
