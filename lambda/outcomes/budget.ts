/** How one invocation spends its time. Lambda says how much of it is left. */
export const outcomesBudget = {
  /** Every call is aborted this long before the deadline, so that the answer gets out. */
  answerMs: 500,
  /** Publication is aborted this long before the deadline, so that what was due can be forgotten. */
  forgetMs: 2_500,
  /** Reads and writes are aborted this long before the deadline, so that what was written can be published. */
  publishMs: 5_000,
  /** The tick sends nothing more with less than this left; the next tick goes on. */
  tickMs: 3_000,
  /** How often a message is read and written again because another worker was faster. */
  attempts: 5,
  /** The longest pause before the second attempt. It doubles with each, and a random part of it is waited. */
  pauseMs: 50,
} as const;

/** What an invocation may still do, and until when. */
export interface Limits {
  readonly preparing: AbortSignal;
  readonly publishing: AbortSignal;
  readonly finishing: AbortSignal;
}

export function limitsOf(remainingMs: number, abortAfter: (ms: number) => AbortSignal): Limits {
  const abortBefore = (endMs: number) => abortAfter(Math.max(0, remainingMs - endMs));
  return {
    preparing: abortBefore(outcomesBudget.publishMs),
    publishing: abortBefore(outcomesBudget.forgetMs),
    finishing: abortBefore(outcomesBudget.answerMs),
  };
}
