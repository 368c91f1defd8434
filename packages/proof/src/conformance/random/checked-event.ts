import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kindRows } from '../../vibes/kinds';

/** A line of `events.jsonl`, as the checker looks at it. */
export interface CheckedEvent {
  /** `metadata.id`. */
  readonly eventId: string;
  readonly metadataIdentity: string;
  readonly detailType: string;
  /** What the data say of its identity (`ExpectedEvent.keyOf`). */
  readonly key: string;
  readonly data: unknown;
  /** Of an Unrecognized Callback. */
  readonly kept: KeptBody | null;
}

interface KeptBody {
  readonly reason: string;
  readonly path: string;
  readonly sha256: string;
  /** Event id. */
  readonly collidesWith: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const expected = new Map(Object.values(kindRows).map(({ event }) => [event.detailType, event]));

/** Events of other detail types do not come from a callback. */
export function readCheckedEvent(line: string): CheckedEvent | undefined {
  const event = record(JSON.parse(line));
  const detailType = String(event['detail-type']);
  const { metadata, data } = record(event.detail);
  const { id, identity, route } = record(metadata);
  const keyOf = expected.get(detailType)?.keyOf;
  if (keyOf === undefined) return undefined;
  const { reason, sha256, collidesWith } = record(data);
  const isKept = detailType === 'Unrecognized Callback';
  const { eventId } = record(collidesWith);
  return {
    eventId: String(id),
    metadataIdentity: String(identity),
    detailType,
    key: keyOf(record(data)),
    data,
    kept: isKept
      ? {
          reason: String(reason),
          path: String(route),
          sha256: String(sha256),
          collidesWith: eventId === undefined ? null : String(eventId),
        }
      : null,
  };
}

/** What was published so far. A line under way is left for the next reading. */
export async function readCheckedEvents(dataFolder: string): Promise<readonly CheckedEvent[]> {
  const lines = (await readFile(join(dataFolder, 'events.jsonl'), 'utf8')).split('\n').slice(0, -1);
  return lines.flatMap((line) => readCheckedEvent(line) ?? []);
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
