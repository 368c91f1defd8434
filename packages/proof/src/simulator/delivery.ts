import type { Channel, VibesCallback } from '../vibes/callback';
import type { SimulatorClock } from './clock';

const minuteMs = 60_000;

/** Vibes gives up on an answer after this, in real time always: "Callback Services" (wire contract §1). */
export const timeoutMs = 2_000;
/** Between two attempts, in Vibes' time. */
export const retryEveryMs = 5 * minuteMs;
/** After the first attempt. */
export const maxRetries = 5;
/** Vibes Operations does not resend what is older. */
export const resendWindowMs = 24 * 60 * minuteMs;

/** What Vibes does with an answer. `final`: never sent again, not even to the error queue. */
export type Decision = 'accepted' | 'retry' | 'final';

/** No answer within the timeout, or no connection: `status` is null. */
export function decide(channel: Channel, status: number | null): Decision {
  if (status === null) return 'retry';
  if (status >= 200 && status < 300) return 'accepted';
  // A Platform event is never sent again after a 4XX (wire contract §1). The other channels retry it like any failure;
  // for RBM nothing is published, and what SMS does is assumed. Nor is the spacing of Platform's retries published, or
  // when repeated failures make it leave a URL alone for a while: it is sent here as SMS is.
  if (channel === 'platform' && status >= 400 && status < 500) return 'final';
  return 'retry';
}

/** What came back from one request. */
export interface VibesAnswer {
  /** Null: no answer within the timeout, or no connection. */
  readonly status: number | null;
  readonly failure?: 'timeout' | 'connection';
  /** The gateway's `x-amzn-requestid`. */
  readonly requestId?: string;
  /** In real time, not in Vibes' time. */
  readonly latencyMs: number;
}

/** Sends one attempt. Never rejects: what goes wrong on the way is an answer without a status. */
export type Post = (callback: VibesCallback, attempt: number) => Promise<VibesAnswer>;

export interface Attempt extends VibesAnswer {
  /** Counted from 1, resends included. */
  readonly number: number;
  readonly verdict: Decision;
  readonly byHand: boolean;
}

export interface Delivery {
  readonly callback: VibesCallback;
  readonly attempts: readonly Attempt[];
  /** Of the first attempt, in Vibes' time. */
  readonly startedAtMs: number;
  /** `refused`: a final answer. `error-queue`: every attempt failed; a person at Vibes may send it again. */
  readonly outcome: 'accepted' | 'refused' | 'error-queue';
}

/** One callback's automatic attempts: the first and at most five more, five minutes apart. */
export async function deliver(callback: VibesCallback, post: Post, clock: SimulatorClock): Promise<Delivery> {
  const delivery: Delivery = { callback, attempts: [], startedAtMs: clock.now(), outcome: 'error-queue' };
  return attemptUpTo(1 + maxRetries, delivery, post, clock);
}

async function attemptUpTo(limit: number, delivery: Delivery, post: Post, clock: SimulatorClock): Promise<Delivery> {
  const next = await attempt(delivery, post, false);
  if (next.outcome !== 'error-queue' || next.attempts.length >= limit) return next;
  await clock.sleep(retryEveryMs);
  return attemptUpTo(limit, next, post, clock);
}

/** Someone at Vibes sends it again; the attempt number continues. */
export function resend(delivery: Delivery, post: Post): Promise<Delivery> {
  return attempt(delivery, post, true);
}

const outcomes = { accepted: 'accepted', final: 'refused', retry: 'error-queue' } as const;

async function attempt(delivery: Delivery, post: Post, byHand: boolean): Promise<Delivery> {
  const number = delivery.attempts.length + 1;
  const answer = await post(delivery.callback, number);
  const verdict = decide(delivery.callback.channel, answer.status);
  return {
    ...delivery,
    attempts: [...delivery.attempts, { ...answer, number, verdict, byHand }],
    outcome: outcomes[verdict],
  };
}
