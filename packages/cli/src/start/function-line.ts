import { existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@vibes-callbacks/local-cloud';

/** A line that a function logged in the form that ours have, read once for all who hear of it. */
export interface FunctionLine {
  readonly line: string;
  readonly entry: Readonly<Record<string, unknown>>;
  /** Ingest or the consumer wrote it: another function's line says nothing of what became of a callback. */
  readonly isOfCallbacks: boolean;
}

/** @returns undefined for a line of another form: a stack trace, a metric */
export function readFunctionLine(line: string, isOfCallbacks: boolean): FunctionLine | undefined {
  if (!line.startsWith('{"level"')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isRecord(entry) ? { line, entry, isOfCallbacks } : undefined;
  } catch {
    return undefined;
  }
}

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
