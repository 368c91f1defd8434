/**
 * One outcome, one JSON line. `code` is stable: queries and the runbook rely on it. The rest is ids, codes and counts:
 * never a body, a credential, a signature, a phone number, nor an error's message, which may quote any of them.
 */
export interface LogLine {
  readonly code: string;
  /** @default - INFO, as Lambda reads a line without a level (developer guide, "Log-level filtering") */
  readonly level?: 'warn' | 'error';
  readonly [id: string]: string | number | boolean;
}

/**
 * `process.stdout`, not `console`: Lambda wraps each `console` line in JSON of its own, and metrics must be pure JSON.
 */
export function writeLog(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
