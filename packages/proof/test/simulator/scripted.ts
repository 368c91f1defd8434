import type { Post, VibesAnswer } from '../../src/simulator/delivery';
import type { Channel, VibesCallback } from '../../src/vibes/callback';

/** A callback of which only its channel matters. */
export function callbackOf(channel: Channel, key = `${channel} 1`): VibesCallback {
  return {
    key,
    kind: channel === 'sms' ? 'mo' : channel,
    channel,
    method: 'POST',
    route: '/sms/mo',
    authentication: 'source',
    document: (attempt) => ({ headers: {}, body: Buffer.from(`${key} ${attempt}`) }),
  };
}

export const timedOut: VibesAnswer = { status: null, failure: 'timeout', latencyMs: 2_000 };

export function answered(status: number): VibesAnswer {
  return { status, requestId: `request-${status}`, latencyMs: 10 };
}

/** Gives the answers in turn; one call more fails the test. */
export function scriptedPost(...answers: readonly VibesAnswer[]): { post: Post; attempts: number[] } {
  const attempts: number[] = [];
  return {
    attempts,
    post: async (_callback, attempt) => {
      const answer = answers[attempts.length];
      attempts.push(attempt);
      if (!answer) throw new Error(`attempt ${attempt} was not expected`);
      return answer;
    },
  };
}
