import type { LocalState } from '../../../local-cloud/src/aws/local-aws';
import { localState } from '../../../local-cloud/test/support/local-state';
import { drain } from '../../src/simulator/drain';
import { createVirtualClock } from './virtual-clock';

const stateOf = (visible: number, inFlight: number, retryQueue = { visible: 0, inFlight: 0 }) =>
  localState({ queue: { visible, inFlight }, retryQueue });

function drainOf(...states: readonly LocalState[]) {
  const clock = createVirtualClock();
  let looks = 0;
  const readState = async () => states[Math.min(looks++, states.length - 1)] ?? stateOf(0, 0);
  const ended = clock.run(() => drain(readState, clock, { patienceMs: 1_000, everyMs: 100 }));
  return { ended, looks: () => looks };
}

describe('drain', () => {
  it('waits for what is visible and for what is in flight', async () => {
    const { ended, looks } = drainOf(stateOf(2, 0), stateOf(0, 2), stateOf(0, 0));
    await ended;
    expect(looks()).toBe(4);
  });

  it('waits for what is tried on in the retry queue', async () => {
    const visible = stateOf(0, 0, { visible: 1, inFlight: 0 });
    const inFlight = stateOf(0, 0, { visible: 0, inFlight: 1 });
    const { ended, looks } = drainOf(visible, inFlight, stateOf(0, 0));
    await ended;
    expect(looks()).toBe(4);
  });

  it('does not trust one empty look: a message may be between two queues', async () => {
    const { ended, looks } = drainOf(stateOf(0, 0), stateOf(1, 0), stateOf(0, 0));
    await ended;
    expect(looks()).toBe(4);
  });

  it('gives up on a queue that does not move', async () => {
    await expect(drainOf(stateOf(0, 3)).ended).rejects.toThrow('3 messages do not leave the queue');
  });
});
