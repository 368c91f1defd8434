import { type BusEvent, eventSource } from '../reader/event';
import { chunks } from '../shared/chunks';
import { groupBySize } from './waves';

/** Limits of one PutEvents call: entries, and "less than 1 MB", of which the smaller reading is safe. */
const maxEntries = 10;
const maxBytes = 999_999;
/** What a `Time` counts, whatever it is. */
const timeBytes = 14;

/** Splits events into PutEvents calls. One that is over the limit goes alone, so that it takes no other with it. */
export function splitEntries(events: readonly BusEvent[]): BusEvent[][] {
  return groupBySize(events, entryBytes, maxBytes).flatMap((group) => chunks(group, maxEntries));
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html, "Calculating event entry size". */
export function entryBytes({ detail, detailType }: BusEvent): number {
  return timeBytes + Buffer.byteLength(eventSource) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
}
