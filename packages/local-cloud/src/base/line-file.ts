import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

/** A file that grows line by line. What comes in one turn of the event loop is one write. */
export interface LineFile {
  append(line: string): void;
  flush(): void;
  /** Without what was appended since the last write. */
  close(): void;
}

/** A file of this size is put aside at the next start, and replaces the one put aside before. */
const maxBytes = 64 * 1024 * 1024;

export function openLineFile(path: string): LineFile {
  if (existsSync(path) && statSync(path).size > maxBytes) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  let pending = '';
  const flush = () => {
    if (pending !== '') writeSync(file, pending);
    pending = '';
  };
  return {
    append: (line) => {
      if (pending === '') setImmediate(flush);
      pending += `${line}\n`;
    },
    flush,
    close: () => {
      pending = '';
      closeSync(file);
    },
  };
}
