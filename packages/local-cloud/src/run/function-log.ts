import { existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A log of this size is put aside at the next start, in the place of the one put aside before. */
const maxBytes = 64 * 1024 * 1024;

/** `functions.log`: what the functions write, line by line. What comes in one turn of the event loop is one write. */
export function openFunctionLog(dataDir: string): (line: string) => void {
  const path = join(dataDir, 'functions.log');
  if (existsSync(path) && statSync(path).size > maxBytes) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  let pending = '';
  const flush = () => {
    writeSync(file, pending);
    pending = '';
  };
  return (line) => {
    if (pending === '') setImmediate(flush);
    pending += `${line}\n`;
  };
}
