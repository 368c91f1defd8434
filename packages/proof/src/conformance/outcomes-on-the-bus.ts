import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { toEvent } from '../../../../lambda/reader/event';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { realTime } from '../simulator/clock';
import { readOutcomes } from '../simulator/events-file';
import { compareOutcomes, type OutcomeReport } from '../simulator/histories/compare-outcomes';
import type { Said } from '../simulator/histories/said';
import { callbackSaying, entrySaying } from '../simulator/histories/saying';
import { envelopeOf } from '../support/envelope';
import { sentAt } from '../vibes/callback';
import type { CloudLease } from './cloud-keeper';

const pauseMs = 500;
/** Two minutes of pauses: a killed cloud has started again by then. */
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
        // A restarted cloud has another address.
        left = [...(await (await operator()).put(left))];
      } catch (error) {
        failures += 1;
        if (failures === mostFailures) throw error;
        await realTime.pace(pauseMs);
      }
    }
  }
}

/**
 * Waits until nothing is queued, then for `quietMs`, because an event may still be on its way to the queue. A message
 * that failed counts as queued until its visibility timeout ends.
 */
const outcomesPolicy = { everyMs: 500, quietMs: 3_000, patienceMs: 120_000 };

export async function awaitOutcomes(
  said: readonly Said[],
  isOver: boolean,
  { dataFolder, operator: open }: Pick<CloudLease, 'dataFolder' | 'operator'>,
): Promise<OutcomeReport> {
  const operator = await open();
  const { everyMs, quietMs, patienceMs } = outcomesPolicy;
  let seen = '';
  let movedAt = realTime.now();
  for (;;) {
    const startedAt = realTime.now();
    const waiting = await operator.outcomesWaiting();
    const report = compareOutcomes(said, await readOutcomes(dataFolder), isOver);
    const picture = `${waiting} ${eventsOf(report)}`;
    const now = realTime.now();
    if (picture !== seen) movedAt = now;
    else if (now - movedAt > (waiting === 0 ? quietMs : patienceMs)) return report;
    seen = picture;
    // With many messages, a look takes longer than `everyMs`.
    await realTime.pace(Math.max(everyMs, 2 * (now - startedAt)));
  }
}

/** Repeats included. */
export function eventsOf({ versions, repeats }: OutcomeReport): number {
  return versions + repeats;
}

/** As the consumer puts it on the bus. */
export async function entryOf(said: Said): Promise<PutEventsRequestEntry> {
  if (said.by === 'sender') return entrySaying(said);
  const envelope = envelopeOf(sentAt(callbackSaying(said)));
  const read = await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: true, identityKey: 'a key' });
  const { detailType, detail } = toEvent(read, envelope);
  return { Source: 'vibes.callbacks', DetailType: detailType, Detail: detail };
}
