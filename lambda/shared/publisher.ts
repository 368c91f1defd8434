import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { type BusEvent, eventSource } from './bus-event';
import { clientOptions } from './client-options';
import { errorCode } from './error-code';
import { type Pause, pause as realPause } from './pause';
import { splitEntries } from './put-events-limits';

const limits = { maxAttempts: 3, connectTimeoutMs: 500, requestTimeoutMs: 2_000 };
/** How often an entry is sent in all, and the pause before the second time, which doubles. */
const rounds = 3;
const firstPauseMs = 100;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const passingCodes: ReadonlySet<string> = new Set(['InternalFailure', 'InternalException', 'ThrottlingException']);

const invalidCall = 'ValidationException';

type Refusals = Map<string, string>;

/**
 * Publishes events. Returns the ids of those that the bus did not accept, each with the bus's error code; never
 * rejects.
 */
export interface Publisher {
  publish(events: readonly BusEvent[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

export interface PublisherOptions {
  readonly busName: string;
  readonly client?: EventBridgeClient;
  readonly pause?: Pause;
}

/** Publishes to an event bus, in as few calls as the limits of PutEvents allow. */
export function createPublisher(options: PublisherOptions): Publisher {
  const { busName, client = new EventBridgeClient(clientOptions(limits)), pause = realPause } = options;
  const bus = { busName, client, pause };
  return {
    async publish(events, signal) {
      const refusals = await Promise.all(splitEntries(events).map((call) => publishCall(bus, call, signal)));
      return new Map(refusals.flatMap((refused) => [...refused]));
    },
  };
}

type Bus = Required<PublisherOptions>;

/** Sends entries that failed for a transient reason again, without the others, while there is time. */
async function publishCall(bus: Bus, events: readonly BusEvent[], signal: AbortSignal): Promise<Refusals> {
  const refused: Refusals = new Map();
  let offered = events;
  for (let round = 0; round < rounds && offered.length > 0; round += 1) {
    if (round > 0 && !(await mayRetry(bus, round, signal))) break;
    for (const { id } of offered) refused.delete(id);
    for (const [id, code] of await putEvents(bus, offered, signal)) refused.set(id, code);
    offered = events.filter(({ id }) => passingCodes.has(refused.get(id) ?? ''));
  }
  return refused;
}

function mayRetry({ pause }: Bus, round: number, signal: AbortSignal): Promise<boolean> {
  return pause(firstPauseMs * 2 ** (round - 1), signal).then(
    () => true,
    () => false,
  );
}

async function putEvents(bus: Bus, events: readonly BusEvent[], signal: AbortSignal): Promise<Refusals> {
  try {
    const command = new PutEventsCommand({ Entries: events.map((event) => toEntry(event, bus.busName)) });
    const { Entries = [] } = await bus.client.send(command, { abortSignal: signal });
    // "The index of the response element is the same as the index in the request array" (API reference of PutEvents).
    return new Map(events.flatMap(({ id }, index) => refusalOf(id, Entries[index])));
  } catch (error) {
    const code = errorCode(error);
    if (code === invalidCall && events.length > 1) return putEachAlone(bus, events, signal);
    return new Map(events.map(({ id }) => [id, code]));
  }
}

/** One entry that makes the whole call invalid must not take the others with it. */
async function putEachAlone(bus: Bus, events: readonly BusEvent[], signal: AbortSignal): Promise<Refusals> {
  const refusals = await Promise.all(events.map((event) => putEvents(bus, [event], signal)));
  return new Map(refusals.flatMap((refused) => [...refused]));
}

function refusalOf(id: string, result: PutEventsResultEntry | undefined): [string, string][] {
  return result?.EventId === undefined ? [[id, result?.ErrorCode ?? 'no-answer']] : [];
}

function toEntry({ detail, detailType, time }: BusEvent, busName: string): PutEventsRequestEntry {
  return { EventBusName: busName, Source: eventSource, DetailType: detailType, Detail: detail, Time: new Date(time) };
}
