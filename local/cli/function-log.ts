import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A log of this size is put aside at the next start, in the place of the one put aside before. */
const maxBytes = 64 * 1024 * 1024;

/** `functions.log`: what the functions write, line by line. */
export function openFunctionLog(dataDir: string): (line: string) => void {
  const path = join(dataDir, 'functions.log');
  if (existsSync(path) && statSync(path).size > maxBytes) renameSync(path, `${path}.1`);
  const stream = createWriteStream(path, { flags: 'a' });
  return (line) => stream.write(`${line}\n`);
}
