import { isRecord, parseJson } from '../../../../../lambda/shared/json';
import type { OpsContext } from '../../frame/context';
import { OpsError } from '../../frame/ops-error';
import { isoTime } from '../../frame/times';
import {
  type DeliveredEvent,
  deleteEvents,
  isNoQueue,
  receiveEvents,
  type TemporarySubscription,
} from '../../reads/temporary-subscription';
import type { Destination, Taken } from './destination';

/** How many times an event is sent to a destination that does not accept it. */
export const maxTries = 5;
/** How long an event that was not taken waits; longer than a try may take. */
export const visibilitySeconds = 15;
const waitSeconds = 10;

export interface Brought {
  readonly taken: number;
  readonly givenUp: number;
}

/** When it ends, unless it is interrupted before. */
export interface Until {
  readonly endsAtMs: number;
  /** Events that were taken or given up. */
  readonly max: number;
}

/**
 * Brings each event to the destination, and deletes it from the queue once it was taken. Otherwise it comes again, five
 * times in all. @throws OpsError when something else removed the queue
 */
export async function bringEvents(
  context: OpsContext,
  subscription: TemporarySubscription,
  destination: Destination,
  { endsAtMs, max }: Until,
): Promise<Brought> {
  const { io } = context;
  let [taken, givenUp] = [0, 0];
  while (!io.interrupted.aborted && io.now() < endsAtMs && taken + givenUp < max) {
    const seconds = Math.min(waitSeconds, Math.ceil((endsAtMs - io.now()) / 1000));
    const received = await receive(context, subscription, seconds);
    const results = await Promise.all(
      received.slice(0, max - taken - givenUp).map(async (event) => {
        const answer = await destination.take(event.body);
        const outcome = answer.isTaken ? 'taken' : event.receives >= maxTries ? 'given-up' : 'comes-again';
        if (!destination.prints) report(context, event, answer, outcome);
        return { event, outcome };
      }),
    );
    const done = results.filter(({ outcome }) => outcome !== 'comes-again');
    await deleteEvents(
      context,
      subscription,
      done.map(({ event }) => event),
    );
    taken += results.filter(({ outcome }) => outcome === 'taken').length;
    givenUp += results.filter(({ outcome }) => outcome === 'given-up').length;
  }
  return { taken, givenUp };
}

async function receive(context: OpsContext, subscription: TemporarySubscription, seconds: number) {
  try {
    return await receiveEvents(context, subscription, seconds);
  } catch (error) {
    if (context.io.interrupted.aborted) return [];
    if (!isNoQueue(error)) throw error;
    throw new OpsError(
      'queue-removed',
      'The queue that this command listened to was removed, by "listen --clean" or by hand.',
    );
  }
}

type Outcome = 'taken' | 'comes-again' | 'given-up';

/** Ids and codes only, nothing that a person wrote. */
function report({ io, isJson, paint }: OpsContext, event: DeliveredEvent, { detail }: Taken, outcome: Outcome): void {
  const line = { at: isoTime(io.now()), ...idsOf(event), outcome, detail, tries: event.receives };
  if (isJson) {
    io.out(JSON.stringify(line));
    return;
  }
  const painted = paint[outcome === 'taken' ? 'good' : 'bad'](detail);
  const next = {
    taken: '',
    'comes-again': `, comes again in ${visibilitySeconds} s (try ${event.receives} of ${maxTries})`,
  };
  const rest = outcome === 'given-up' ? `, given up after ${event.receives} tries` : next[outcome];
  io.out(`${line.at}  ${line.detailType ?? '-'}  ${line.eventId ?? '-'}  ${painted}${rest}`);
}

function idsOf({ body }: DeliveredEvent) {
  const event = parseJson(body);
  const { detail, 'detail-type': detailType } = isRecord(event) ? event : {};
  const metadata = isRecord(detail) && isRecord(detail.metadata) ? detail.metadata : {};
  return {
    detailType: typeof detailType === 'string' ? detailType : null,
    eventId: typeof metadata.id === 'string' ? metadata.id : null,
  };
}
