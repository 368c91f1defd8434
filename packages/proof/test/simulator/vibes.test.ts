import { createCompressedClock } from '../../src/simulator/clock';
import type { VibesAnswer } from '../../src/simulator/delivery';
import { runVibes, type VibesPolicy, type VibesPorts } from '../../src/simulator/vibes';
import { answered, callbackOf } from './scripted';
import { createVirtualClock } from './virtual-clock';

const minute = 60_000;
const policy: VibesPolicy = { connections: 10, resends: 2, resendAfterMs: 30 * minute };

interface Seen {
  readonly key: string;
  readonly attempt: number;
  readonly atMs: number;
}

async function run(
  arrivals: readonly { atMs: number; key: string }[],
  answer: (seen: Seen) => VibesAnswer,
  changed: Partial<VibesPolicy> = {},
  ports: Partial<VibesPorts> = {},
) {
  const clock = createVirtualClock();
  const seen: Seen[] = [];
  const post: VibesPorts['post'] = async ({ key }, attempt) => {
    const request = { key, attempt, atMs: clock.now() };
    seen.push(request);
    return answer(request);
  };
  const workload = arrivals.map(({ atMs, key }) => ({ atMs, callback: callbackOf('sms', key) }));
  const deliveries = await clock.run(() => runVibes(workload, { post, clock, ...ports }, { ...policy, ...changed }));
  return { deliveries, seen };
}

describe('runVibes', () => {
  it('sends each callback when it is due, whatever the order of the plan', async () => {
    const { seen } = await run(
      [
        { atMs: 500, key: 'b' },
        { atMs: 0, key: 'a' },
        { atMs: 500, key: 'c' },
      ],
      () => answered(200),
    );
    expect(seen.map(({ key, atMs }) => `${key}@${atMs}`)).toEqual(['a@0', 'b@500', 'c@500']);
  });

  it('never has more requests on their way than it has connections', async () => {
    const clock = createVirtualClock();
    let open = 0;
    let most = 0;
    const post: VibesPorts['post'] = async () => {
      most = Math.max(most, ++open);
      await clock.pace(100);
      open--;
      return answered(200);
    };
    const workload = Array.from({ length: 25 }, (_, index) => ({ atMs: 0, callback: callbackOf('sms', `${index}`) }));
    await clock.run(() => runVibes(workload, { post, clock }, { ...policy, connections: 4 }));
    expect(most).toBe(4);
  });

  it('sends the error queue again by hand, and only that', async () => {
    const { deliveries, seen } = await run(
      [
        { atMs: 0, key: 'good' },
        { atMs: 0, key: 'bad' },
      ],
      ({ key, attempt }) => answered(key === 'good' || attempt > 6 ? 200 : 503),
    );
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(seen.filter(({ key }) => key === 'good')).toHaveLength(1);
    expect(seen.at(-1)).toEqual({ key: 'bad', attempt: 7, atMs: 55 * minute });
  });

  it('leaves in the error queue what every resend failed on', async () => {
    const { deliveries, seen } = await run([{ atMs: 0, key: 'bad' }], () => answered(503));
    expect(deliveries[0]?.outcome).toBe('error-queue');
    expect(seen).toHaveLength(6 + (policy.resends ?? 0));
  });

  it('does not resend what is 24 hours old', async () => {
    const { seen } = await run([{ atMs: 0, key: 'bad' }], () => answered(503), { resendAfterMs: 24 * 60 * minute });
    expect(seen).toHaveLength(6);
  });

  it('resends what is just under 24 hours old', async () => {
    const { seen } = await run([{ atMs: 0, key: 'bad' }], () => answered(503), {
      resendAfterMs: 24 * 60 * minute - 25 * minute - 1,
      resends: 1,
    });
    expect(seen).toHaveLength(7);
  });

  it('ends where its clock is interrupted, and has told of what was settled by then', async () => {
    const interruption = new AbortController();
    const settled: string[] = [];
    const post: VibesPorts['post'] = async ({ key }) => {
      if (key === 'last') interruption.abort();
      return answered(key === 'good' ? 200 : 503);
    };
    const ports: VibesPorts = {
      post,
      clock: createCompressedClock(1, interruption.signal),
      onSettled: ({ callback }) => settled.push(callback.key),
    };
    const workload = ['good', 'bad', 'last', 'never'].map((key, index) => ({
      atMs: key === 'never' ? 60_000 : index,
      callback: callbackOf('sms', key),
    }));
    await expect(runVibes(workload, ports, policy)).rejects.toMatchObject({ name: 'AbortError' });
    expect(settled).toEqual(['good']);
  });

  it('says how long the error queue is before it is sent again', async () => {
    const lengths: number[] = [];
    await run(
      [
        { atMs: 0, key: 'a' },
        { atMs: 0, key: 'b' },
      ],
      ({ attempt }) => answered(attempt > 6 ? 200 : 503),
      {},
      {
        beforeResend: async (length) => {
          lengths.push(length);
        },
      },
    );
    expect(lengths).toEqual([2]);
  });
});
