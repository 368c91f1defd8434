import { type BusEvent, eventSource } from './bus-event';
import { chunks } from './chunks';
import { groupBySize } from './group-by-size';

/** Limits of one PutEvents call: its entries, and "less than 1 MB", read as 10^6 bytes to be safe. */
const maxEntries = 10;
const maxBytes = 999_999;
/** The size that EventBridge counts for an entry's `Time`, which is the same for every value. */
const timeBytes = 14;

/** What EventBridge counts of an entry. */
interface Sized extends Pick<BusEvent, 'detail' | 'detailType'> {
  /** @default ours */
  readonly source?: string;
  /** @default none */
  readonly resources?: readonly string[];
}

/** Splits events into PutEvents calls. One over the limit goes alone, so that only that call fails. */
export function splitEntries<T extends Sized>(events: readonly T[]): T[][] {
  return groupBySize(events, entryBytes, maxBytes).flatMap((group) => chunks(group, maxEntries));
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html, "Calculating event entry size". */
export function entryBytes({ detail, detailType, source = eventSource, resources = [] }: Sized): number {
  return timeBytes + [source, detailType, detail, ...resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
