import type { ExpectedEvent, VibesCallback } from '../vibes/callback';
import { kindRows } from '../vibes/kinds';

/** A line of `events.jsonl`, as far as the comparison needs it. */
export interface PublishedLine {
  readonly eventId: string;
  readonly detailType: string;
  /** In the words of `VibesCallback.key`. */
  readonly key: string;
  /** Why a callback is unrecognized. */
  readonly reason?: unknown;
}

/** What was published, compared with the answers that Vibes got. */
export interface PublicationReport {
  readonly published: number;
  /** Events whose id was published before. */
  readonly duplicatesPublished: number;
  /** Events of one callback with different ids, which a customer could not recognize as repeats. */
  readonly repeatsWithAnotherId: number;
  /** Events of no callback that was sent. */
  readonly unexpected: readonly string[];
  /** Answered 2XX and not published. */
  readonly lost: readonly string[];
  /** Published although no answer said so: a timeout's answer came too late. Harmless. */
  readonly publishedUnanswered: number;
}

type Json = Readonly<Record<string, unknown>>;

const events = new Map<string, ExpectedEvent>(Object.values(kindRows).map(({ event }) => [event.detailType, event]));

/** @throws Error on a line that is not an event of this system */
export function readPublishedLine(line: string): PublishedLine {
  const event: unknown = JSON.parse(line);
  const detail = record(record(event).detail);
  const eventId = record(detail.metadata).id;
  const detailType = record(event)['detail-type'];
  const expected = typeof detailType === 'string' ? events.get(detailType) : undefined;
  if (typeof eventId !== 'string' || expected === undefined) {
    throw new Error(`events.jsonl holds a line that is no callback's event (detail-type ${String(detailType)})`);
  }
  const data = record(detail.data);
  return { eventId, detailType: expected.detailType, key: expected.keyOf(data), reason: data.reason };
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Compares what Vibes sent and counts as delivered with what was published. */
export function comparePublished(
  sent: Iterable<VibesCallback>,
  accepted: Iterable<VibesCallback>,
  lines: readonly PublishedLine[],
): PublicationReport {
  const sentKeys = keySet(sent);
  const acceptedKeys = keySet(accepted);
  const publishedKeys = new Set(lines.map(({ key }) => key));
  const eventIds = new Set(lines.map(({ eventId }) => eventId));
  const pairs = new Set(lines.map(({ key, eventId }) => `${key} ${eventId}`));
  return {
    published: lines.length,
    duplicatesPublished: lines.length - eventIds.size,
    repeatsWithAnotherId: pairs.size - publishedKeys.size,
    unexpected: [...publishedKeys].filter((key) => !sentKeys.has(key)),
    lost: [...acceptedKeys].filter((key) => !publishedKeys.has(key)),
    publishedUnanswered: [...publishedKeys].filter((key) => sentKeys.has(key) && !acceptedKeys.has(key)).length,
  };
}

function keySet(callbacks: Iterable<VibesCallback>): Set<string> {
  return new Set(Array.from(callbacks, ({ key }) => key));
}
