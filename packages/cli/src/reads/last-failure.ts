import { type Crashes, crashStep } from './crashes';
import { type FoundLine, textOf } from './log-lines';

export interface Failure {
  readonly atMs: number;
  /** Where and why, as the consumer logged it, or Lambda of an invocation that did not return. */
  readonly step: string | null;
  readonly cause: string | null;
}

/** Lines of the consumer that say that a message failed, or was about to be tried alone. */
export const failurePattern = '{ $.code = "RecordFailed" || $.code = "Held" || $.code = "Retried" }';

/** Each failure of a message, in order; undefined for a line that reports none. */
export function failureOf(line: FoundLine, crashes: Crashes): Failure | undefined {
  const { atMs, code } = line;
  if (code === 'RecordFailed')
    return { atMs, step: textOf(line, 'step') ?? null, cause: textOf(line, 'cause') ?? null };
  const cause = code === 'Retried' ? crashes.get(textOf(line, 'invocationId') ?? '') : undefined;
  return cause === undefined ? undefined : { atMs, step: crashStep, cause };
}

export function lastFailure(lines: readonly FoundLine[], crashes: Crashes): Failure | undefined {
  return lines.map((line) => failureOf(line, crashes)).findLast((failure) => failure !== undefined);
}
