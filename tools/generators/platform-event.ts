import fc from 'fast-check';
import { envelopeOf } from '../../test/support/envelope';
import { type DateText, readableDates } from './date-texts';
import { expectedId } from './expected-identity';
import type { GeneratedCallback } from './generated-callback';
import {
  ExactNumber,
  exactNumbers,
  type JsonWriting,
  jsonBytes,
  jsonValues,
  jsonWritings,
  writeJson,
} from './json-text';

interface PlatformEvent {
  readonly eventId: string | ExactNumber;
  readonly type: string;
  readonly names: 'callback_type' | 'event_type' | 'both';
  readonly date: DateText | null;
  readonly content: Readonly<Record<string, unknown>>;
  readonly method: 'POST' | 'PUT';
}

const reserved = new Set(['event_id', 'callback_type', 'event_type', 'event_date', 'delivery_attempt', '__proto__']);

const events: fc.Arbitrary<PlatformEvent> = fc.record({
  eventId: fc.oneof(fc.stringMatching(/^[0-9A-Z]{1,12}$/), exactNumbers, fc.string({ unit: 'grapheme', minLength: 1 })),
  type: fc.oneof(
    fc.constantFrom('subscription_added', 'event_processed', 'wallet_item_install'),
    fc.stringMatching(/^[a-z_]{1,20}$/),
  ),
  names: fc.constantFrom('callback_type', 'event_type', 'both'),
  date: fc.option(readableDates, { nil: null }),
  content: fc.dictionary(
    fc.string({ unit: 'grapheme' }).filter((name) => !reserved.has(name)),
    jsonValues,
    { maxKeys: 4 },
  ),
  method: fc.constantFrom('POST', 'PUT'),
});

/** A retry may count its attempts, and be written anew (wire contract §4). */
const sendings = fc.record({
  writing: jsonWritings,
  attempt: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }),
  contentType: fc.constantFrom('application/json', 'text/json', 'text/plain; charset=iso-8859-1', ''),
});
type Sending = typeof sendings extends fc.Arbitrary<infer T> ? T : never;

/** A Platform event (wire contract §4). */
export const platformEvents: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(events, sendings, sendings)
  .map(([event, first, again]) => {
    const id = event.eventId instanceof ExactNumber ? event.eventId.digits : event.eventId;
    return {
      envelope: envelopeFrom(event, first),
      retry: envelopeFrom(event, again),
      detailType: 'Platform Event',
      identity: { family: 'platform', id: expectedId(id), part: '-' },
      data: {
        eventId: id,
        type: event.type,
        eventDate: event.date?.iso ?? null,
        eventDateText: event.date?.text ?? null,
        payload: JSON.parse(payloadOf(event, first)),
      },
    };
  });

function envelopeFrom(event: PlatformEvent, sending: Sending) {
  const { writing, contentType } = sending;
  return envelopeOf({
    method: event.method,
    path: '/platform',
    headers: contentType === '' ? {} : { 'content-type': contentType },
    body: jsonBytes(payloadOf(event, sending), writing),
  });
}

function payloadOf({ eventId, type, names, date, content }: PlatformEvent, { writing, attempt }: Sending): string {
  const members = {
    event_id: eventId,
    ...(names !== 'event_type' && { callback_type: type }),
    ...(names !== 'callback_type' && { event_type: type }),
    ...(date !== null && { event_date: date.text }),
    ...content,
    ...(attempt !== null && { delivery_attempt: new ExactNumber(String(attempt)) }),
  };
  return writeJson(members, writing satisfies JsonWriting);
}
