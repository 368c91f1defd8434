import { consumerBudget } from './budget';

/** What an invocation may still do, and until when. */
export interface Invocation {
  /** Epoch milliseconds after which no call of this invocation is under way, by any sane clock. */
  readonly leaseEndsMs: number;
  /** Aborts reads, claims and publication. */
  readonly publishing: AbortSignal;
  /** Aborts completion too. */
  readonly finishing: AbortSignal;
  hasTimeForWave(): boolean;
}

export interface Clock {
  now(): number;
  abortAfter(ms: number): AbortSignal;
}

/** `remainingMs` is Lambda's `context.getRemainingTimeInMillis`. */
export function startInvocation(remainingMs: () => number, clock: Clock): Invocation {
  const leftMs = remainingMs();
  return {
    leaseEndsMs: clock.now() + leftMs + consumerBudget.clockSkewMs,
    publishing: clock.abortAfter(Math.max(0, leftMs - consumerBudget.completionMs)),
    finishing: clock.abortAfter(Math.max(0, leftMs - consumerBudget.answerMs)),
    hasTimeForWave: () => remainingMs() >= consumerBudget.waveMs,
  };
}
