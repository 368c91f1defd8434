import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Publisher } from '../consumer/ports';
import { type CallbackEvent, eventSource } from '../core/event';
import { failureCode } from '../core/failure-code';
import { splitEntries } from '../core/split-entries';
import { clientOptions } from './client-options';

const limits = { maxAttempts: 3, connectTimeoutMs: 500, requestTimeoutMs: 2_000 };
/** How often an entry is offered in all, and the pause before the second time; it doubles. */
const rounds = 3;
const firstPauseMs = 100;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const passingCodes: ReadonlySet<string> = new Set(['InternalFailure', 'InternalException', 'ThrottlingException']);

type Refusals = Map<string, string>;

/** Publishes to an event bus, as few calls as the limits of PutEvents allow. */
export function createPublisher(
  busName: string,
  client: EventBridgeClient = new EventBridgeClient(clientOptions(limits)),
): Publisher {
  return {
    async publish(events, signal) {
      const calls = splitEntries(events).map((entries) => publishEntries(client, busName, entries, signal));
      return new Map((await Promise.all(calls)).flatMap((refused) => [...refused]));
    },
  };
}

/** One call; entries that failed alone, for a reason that passes, are offered again alone. */
async function publishEntries(
  client: EventBridgeClient,
  busName: string,
  events: readonly CallbackEvent[],
  signal: AbortSignal,
): Promise<Refusals> {
  const refused = await putEvents(client, busName, events, signal);
  for (let round = 1; round < rounds; round += 1) {
    const again = events.filter(({ id }) => passingCodes.has(refused.get(id) ?? ''));
    if (again.length === 0 || !(await pause(firstPauseMs * 2 ** (round - 1), signal))) break;
    const still = await putEvents(client, busName, again, signal);
    for (const { id } of again) refused.delete(id);
    for (const [id, code] of still) refused.set(id, code);
  }
  return refused;
}

async function putEvents(
  client: EventBridgeClient,
  busName: string,
  events: readonly CallbackEvent[],
  signal: AbortSignal,
): Promise<Refusals> {
  const refused: Refusals = new Map();
  const Entries = events.map(({ detail, detailType, time }) => ({
    EventBusName: busName,
    Source: eventSource,
    DetailType: detailType,
    Detail: detail,
    Time: new Date(time),
  }));
  try {
    const answer = await client.send(new PutEventsCommand({ Entries }), { abortSignal: signal });
    for (const [index, { id }] of events.entries()) {
      const result = answer.Entries?.[index];
      if (result?.EventId === undefined) refused.set(id, result?.ErrorCode ?? 'no-answer');
    }
  } catch (error) {
    for (const { id } of events) refused.set(id, failureCode(error));
  }
  return refused;
}

/** False when there is no time left for it. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false);
}
