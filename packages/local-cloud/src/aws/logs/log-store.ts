import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type LineFile, openLineFile } from '../../base/line-file';

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

/** A file a group, `<time> <stream> <message>` a line. */
export function openLogStore(directory: string): LogStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = new Map<string, LineFile>();
  const fileOf = (group: string) => {
    const file = files.get(group) ?? openLineFile(logPath(directory, group));
    files.set(group, file);
    return file;
  };
  return {
    append: (group, { timestamp, stream, message }) => fileOf(group).append(`${timestamp} ${stream} ${message}`),
    read: (group) => {
      for (const file of files.values()) file.flush();
      return readLog(directory, group);
    },
    clear: () => {
      for (const file of files.values()) file.close();
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
