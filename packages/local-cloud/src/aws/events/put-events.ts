import { randomUUID } from 'node:crypto';
import type { Deployment } from '../../template/deployment';
import { AwsError } from '../protocols/aws-error';
import type { Action, Input } from '../protocols/create-service';
import { type EventBuses, eventBuses } from './event-buses';
import { type EventEntry, entryRefusal, totalBytes } from './event-entry';
import type { EventLog } from './event-log';
import type { PublishedEvent } from './published-event';

/** API reference, PutEvents. */
const maxEntries = 10;
const maxBytes = 1024 * 1024;

/** Published events are appended to the log and passed to the listener. */
export function putEvents(deployment: Deployment, log: EventLog, onEvent: (event: PublishedEvent) => void): Action {
  const buses = eventBuses(deployment);
  // The archives read the log, which does not name the bus: if there are archives, it has events of their buses only.
  const archived = new Set(deployment.ofType('AWS::Events::Archive').map(({ properties }) => properties.SourceArn));
  const isLogged = (event: PublishedEvent) => archived.size === 0 || archived.has(event.busArn);
  return {
    requires: (input) =>
      entriesOf(input).map((entry) => ({
        action: 'events:PutEvents',
        resource: buses.arnOf(entry.EventBusName),
        context: { 'events:source': entry.Source, 'events:detail-type': entry.DetailType },
      })),
    answer: (input) => {
      const entries = entriesOf(input);
      checkRequest(entries);
      const results = entries.map((entry) => publish(entry, buses, deployment));
      const published = results.flatMap(({ event }) => (event === undefined ? [] : [event]));
      log.append(published.filter(isLogged).map(({ json }) => json));
      for (const event of published) onEvent(event);
      const answers = results.map(({ answer }) => answer);
      return { FailedEntryCount: answers.length - published.length, Entries: answers };
    },
  };
}

function checkRequest(entries: readonly EventEntry[]): void {
  if (entries.length === 0 || entries.length > maxEntries) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${maxEntries}`,
    );
  }
  if (totalBytes(entries) > maxBytes)
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
}

interface Outcome {
  readonly answer: Readonly<Record<string, string>>;
  readonly event?: PublishedEvent;
}

/** An unknown bus fails here; the cloud swallows the event, which a laptop's run must not hide. */
function publish(entry: EventEntry, buses: EventBuses, deployment: Deployment): Outcome {
  const refusal = entryRefusal(entry);
  if (refusal !== undefined) return { answer: { ErrorCode: refusal.code, ErrorMessage: refusal.message } };
  if (!buses.exists(entry.EventBusName)) {
    const message = `Event bus ${entry.EventBusName} does not exist.`;
    return { answer: { ErrorCode: 'ResourceNotFoundException', ErrorMessage: message } };
  }
  const id = randomUUID();
  const json = render(entry, id, deployment);
  return {
    answer: { EventId: id },
    event: {
      detailType: entry.DetailType ?? '',
      json,
      busArn: buses.arnOf(entry.EventBusName),
      publishedAt: new Date(),
    },
  };
}

/** As a rule's target gets it; the detail is the publisher's own text, so that no digit of a number changes. */
function render(entry: EventEntry, id: string, { accountId, region }: Deployment): string {
  const time = entry.Time === undefined ? new Date() : new Date(entry.Time * 1000);
  const frame = {
    version: '0',
    id,
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: accountId,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: entry.Resources ?? [],
  };
  // A raw line break in valid JSON is between tokens, where a space says the same.
  const detail = (entry.Detail ?? '').replace(/[\r\n]/g, ' ');
  return `${JSON.stringify(frame).slice(0, -1)},"detail":${detail}}`;
}

function entriesOf({ Entries: entries }: Input): readonly EventEntry[] {
  return Array.isArray(entries) ? entries : [];
}
