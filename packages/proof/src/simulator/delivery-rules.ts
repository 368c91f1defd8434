import type { Channel } from '../vibes/callback';

const minuteMs = 60_000;

/** Vibes gives up on an answer after this, in real time always: "Callback Services" (wire contract §1). */
export const timeoutMs = 2_000;
/** Between two attempts, in Vibes' time. */
export const retryEveryMs = 5 * minuteMs;
/** After the first attempt. */
export const maxRetries = 5;
/** What is older is not sent again by hand. */
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
