import { isRecord } from '@vibes-callbacks/local-cloud';

/** A log line in the format of our functions, parsed once for all listeners. */
export interface FunctionLine {
  readonly line: string;
  readonly entry: Readonly<Record<string, unknown>>;
  /** Ingest or the consumer wrote it: no other function's line says what became of a callback. */
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
