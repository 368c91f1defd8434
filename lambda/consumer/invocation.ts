import { consumerBudget } from './budget';

/** What an invocation may still do, and until when. */
export interface InvocationLimits {
  /** Epoch milliseconds after which no call of this invocation is under way, by any reasonable clock. */
  readonly leaseEndsMs: number;
  /** Aborts reads, claims and objects. */
  readonly preparing: AbortSignal;
  /** Aborts publication. */
  readonly publishing: AbortSignal;
  /** Aborts completion. */
  readonly finishing: AbortSignal;
  hasTimeForWave(): boolean;
}

export interface Clock {
  now(): number;
  abortAfter(ms: number): AbortSignal;
}

/** `remainingMs` is Lambda's `context.getRemainingTimeInMillis`. */
export function startInvocation(remainingMs: () => number, clock: Clock): InvocationLimits {
  const leftMs = remainingMs();
  const abortBefore = (endMs: number) => clock.abortAfter(Math.max(0, leftMs - endMs));
  return {
    leaseEndsMs: clock.now() + leftMs + consumerBudget.clockSkewMs,
    preparing: abortBefore(consumerBudget.publicationMs),
    publishing: abortBefore(consumerBudget.completionMs),
    finishing: abortBefore(consumerBudget.answerMs),
    hasTimeForWave: () => remainingMs() >= consumerBudget.waveMs,
  };
}
