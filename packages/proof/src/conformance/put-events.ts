import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { createCompressedClock } from '../simulator/clock';
import type { CloudLease } from './cloud-keeper';

const realTime = createCompressedClock(1);
const pauseMs = 500;
/** Two minutes of pauses: a cloud that was killed is there again by then. */
const mostFailures = 240;

/** Puts events on the bus, and retries through faults and kills until it has accepted each. */
export async function putEvents(
  entries: readonly PutEventsRequestEntry[],
  { operator }: Pick<CloudLease, 'operator'>,
): Promise<void> {
  let failures = 0;
  for (let from = 0; from < entries.length; from += 10) {
    let left = entries.slice(from, from + 10);
    while (left.length > 0) {
      try {
        // A cloud that was started again has another address.
        left = [...(await (await operator()).put(left))];
      } catch (error) {
        failures += 1;
        if (failures === mostFailures) throw error;
        await realTime.pace(pauseMs);
      }
    }
  }
}
