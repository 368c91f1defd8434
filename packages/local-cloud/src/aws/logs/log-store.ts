import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface LogEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/** What the functions wrote, by log group. */
export interface LogStore {
  append(group: string, event: LogEvent): void;
  /** In order of arrival. */
  read(group: string): readonly LogEvent[];
  clear(): void;
}

/** A file of this size is put aside at the next start, in the place of the one put aside before. */
const maxBytes = 64 * 1024 * 1024;

/** A file a group, `<time> <stream> <message>` a line. What comes in one turn of the event loop is one write. */
export function openLogStore(directory: string): LogStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (group: string) => logPath(directory, group);
  const pending = new Map<string, string>();
  const files = new Map<string, number>();
  const flush = () => {
    for (const [group, text] of pending) writeSync(fileOf(group), text);
    pending.clear();
  };
  const fileOf = (group: string) => {
    const open = files.get(group);
    if (open !== undefined) return open;
    const path = pathOf(group);
    if (existsSync(path) && statSync(path).size > maxBytes) renameSync(path, `${path}.1`);
    const file = openSync(path, 'a', 0o600);
    files.set(group, file);
    return file;
  };
  return {
    append: (group, { timestamp, stream, message }) => {
      // Opened here, so that a folder deleted meanwhile does not fail in the event loop.
      fileOf(group);
      if (pending.size === 0) setImmediate(flush);
      pending.set(group, `${pending.get(group) ?? ''}${timestamp} ${stream} ${message}\n`);
    },
    read: (group) => {
      flush();
      return readLog(directory, group);
    },
    clear: () => {
      pending.clear();
      for (const file of files.values()) closeSync(file);
      files.clear();
      for (const name of readdirSync(directory)) rmSync(join(directory, name));
    },
  };
}

/** What a store has written of a group, also for another process. */
export function readLog(directory: string, group: string): readonly LogEvent[] {
  const path = logPath(directory, group);
  return [`${path}.1`, path].filter(existsSync).flatMap((file) => parse(readFileSync(file, 'utf8')));
}

function logPath(directory: string, group: string): string {
  return join(directory, `${encodeURIComponent(group)}.log`);
}

/** A last line without its end was cut off by a kill. */
function parse(text: string): readonly LogEvent[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((line) => {
      const [, timestamp, stream, message] = /^(\d+) (\S+) (.*)$/.exec(line) ?? [];
      if (stream === undefined || message === undefined) return [];
      return [{ timestamp: Number(timestamp), stream, message }];
    });
}
