import { type BusEvent, eventSource } from './bus-event';
import { chunks } from './chunks';
import { groupBySize } from './group-by-size';

/** Limits of one PutEvents call: its entries, and "less than 1 MB", read as 10^6 bytes to be safe. */
const maxEntries = 10;
const maxBytes = 999_999;
/** The size that EventBridge counts for an entry's `Time`, whatever its value. */
const timeBytes = 14;

/** Splits events into PutEvents calls. One over the limit goes alone, so that only that call fails. */
export function splitEntries(events: readonly BusEvent[]): BusEvent[][] {
  return groupBySize(events, entryBytes, maxBytes).flatMap((group) => chunks(group, maxEntries));
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html, "Calculating event entry size". */
export function entryBytes({ detail, detailType }: BusEvent): number {
  return timeBytes + Buffer.byteLength(eventSource) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
}
