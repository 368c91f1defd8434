import { decide, deliver, resend, type VibesAnswer } from '../../src/simulator/delivery';
import type { Channel } from '../../src/vibes/callback';
import { answered, callbackOf, scriptedPost, timedOut } from './scripted';
import { createVirtualClock } from './virtual-clock';

describe('decide', () => {
  it.each(['sms', 'mms', 'platform', 'rbm'] as const)('counts any 2XX as delivered for %s', (channel) => {
    expect([200, 202, 204, 299].map((status) => decide(channel, status))).toEqual(Array(4).fill('accepted'));
  });

  it.each(['sms', 'mms', 'platform', 'rbm'] as const)('retries 3XX, 5XX and no answer for %s', (channel) => {
    expect([301, 302, 500, 503, null].map((status) => decide(channel, status))).toEqual(Array(5).fill('retry'));
  });

  it('never sends a Platform event again after a 4XX', () => {
    expect([400, 401, 403, 404, 413, 415, 429, 499].map((status) => decide('platform', status))).toEqual(
      Array(8).fill('final'),
    );
  });

  it.each(['sms', 'mms', 'rbm'] as const)('retries a 4XX for %s', (channel) => {
    expect([400, 401, 403, 429].map((status) => decide(channel, status))).toEqual(Array(4).fill('retry'));
  });

  it('does not count 199 or 300 as delivered', () => {
    expect([199, 300].map((status) => decide('sms', status))).toEqual(['retry', 'retry']);
  });
});

const minute = 60_000;

async function deliverTo(channel: Channel, ...answers: readonly VibesAnswer[]) {
  const clock = createVirtualClock();
  const { post, attempts } = scriptedPost(...answers);
  const delivery = await clock.run(() => deliver(callbackOf(channel), post, clock));
  return { delivery, attempts, endedAtMs: clock.now() };
}

describe('deliver', () => {
  it('stops at the first 2XX', async () => {
    const { delivery, attempts, endedAtMs } = await deliverTo('sms', answered(200));
    expect(delivery.outcome).toBe('accepted');
    expect(attempts).toEqual([1]);
    expect(endedAtMs).toBe(0);
  });

  it('waits five minutes before each retry and counts the attempts up', async () => {
    const { delivery, attempts, endedAtMs } = await deliverTo(
      'sms',
      timedOut,
      answered(503),
      answered(302),
      answered(200),
    );
    expect(delivery.outcome).toBe('accepted');
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(endedAtMs).toBe(15 * minute);
  });

  it('gives up after five retries, twenty-five minutes after the first attempt', async () => {
    const { delivery, attempts, endedAtMs } = await deliverTo('sms', ...Array(6).fill(answered(500)));
    expect(delivery.outcome).toBe('error-queue');
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6]);
    expect(endedAtMs).toBe(25 * minute);
  });

  it('is over after a 4XX for a Platform event', async () => {
    const { delivery, attempts } = await deliverTo('platform', answered(503), answered(429));
    expect(delivery.outcome).toBe('refused');
    expect(attempts).toEqual([1, 2]);
  });

  it('retries a 401 for SMS', async () => {
    const { delivery } = await deliverTo('sms', answered(401), answered(200));
    expect(delivery.outcome).toBe('accepted');
  });
});

describe('resend', () => {
  it('is one more attempt, by hand, with the next number', async () => {
    const { delivery } = await deliverTo('sms', ...Array(6).fill(answered(500)));
    const { post, attempts } = scriptedPost(answered(200));
    const resent = await resend(delivery, post);
    expect(attempts).toEqual([7]);
    expect(resent.outcome).toBe('accepted');
    expect(resent.attempts.at(-1)).toMatchObject({ number: 7, byHand: true });
  });
});
