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
  if (!line.startsWith('{"code"')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isRecord(entry) ? { line, entry, isOfCallbacks } : undefined;
  } catch {
    return undefined;
  }
}
