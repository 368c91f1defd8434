import type { LocalState } from '@vibes-callbacks/local-cloud';
import { counted } from '@vibes-callbacks/local-cloud/text';
import type { SimulatorClock } from './clock';

export interface DrainPolicy {
  /** How long the queue may stay unchanged before we stop waiting. */
  readonly patienceMs: number;
  /** How often to look. */
  readonly everyMs: number;
}

/** The progress that drain watches: if none of it changes, nothing moves. */
export type QueueState = Pick<LocalState, 'queue' | 'retryQueue' | 'deadLetterQueue' | 'calls'>;

/** Three times the stack's visibility timeout: a record that was given back comes again within one. */
const defaultDrain: DrainPolicy = { patienceMs: 270_000, everyMs: 200 };

/**
 * Waits until the callback queue and the retry queue are empty, nothing in flight, twice in a row: what was stored is
 * then published, in the dead-letter queue, or lost.
 * @throws Error when the queue no longer moves
 */
export async function drain<State extends QueueState>(
  readState: () => Promise<State>,
  clock: Pick<SimulatorClock, 'now' | 'pace'>,
  { patienceMs, everyMs }: DrainPolicy = defaultDrain,
): Promise<State> {
  let empty = 0;
  let seen = '';
  let movedAt = clock.now();
  for (;;) {
    const state = await readState();
    const left = waiting(state.queue) + waiting(state.retryQueue);
    empty = left === 0 ? empty + 1 : 0;
    if (empty === 2) return state;
    const picture = JSON.stringify([state.queue, state.retryQueue, state.deadLetterQueue, state.calls]);
    if (picture !== seen) movedAt = clock.now();
    else if (clock.now() - movedAt > patienceMs)
      throw new Error(`${counted(left, 'message does', 'messages do')} not leave the queue`);
    seen = picture;
    await clock.pace(everyMs);
  }
}

function waiting({ visible, inFlight }: LocalState['queue']): number {
  return visible + inFlight;
}
