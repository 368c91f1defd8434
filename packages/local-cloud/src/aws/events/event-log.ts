import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** `events.jsonl`: one line an event, in order of publication. */
export interface EventLog {
  /** Written in one call; in the kernel's hands when it returns, so a kill -9 does not undo it. */
  append(lines: readonly string[]): void;
  readonly count: number;
  lines(): readonly string[];
  clear(): void;
  close(): void;
}

/** Opens the log. Drops an incomplete last line, which a kill cut off before PutEvents answered. */
export function openEventLog(path: string): EventLog {
  const file = openSync(path, 'a+');
  const written = readFileSync(path);
  const end = written.lastIndexOf('\n') + 1;
  ftruncateSync(file, end);
  let count = countLines(written.subarray(0, end));
  return {
    append: (lines) => {
      if (lines.length === 0) return;
      writeWhole(file, Buffer.from(lines.map((line) => `${line}\n`).join('')));
      count += lines.length;
    },
    lines: () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    get count() {
      return count;
    },
    clear: () => {
      ftruncateSync(file, 0);
      count = 0;
    },
    close: () => closeSync(file),
  };
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(file, bytes, offset);
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
