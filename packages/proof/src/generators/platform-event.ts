import fc from 'fast-check';
import { ExactNumber } from '../vibes/json';
import { type PlatformEventStyle, platformEvent, platformJson } from '../vibes/platform-event';
import { expectedId } from './expected-identity';
import { type GeneratedCallback, received } from './generated-callback';
import { jsonStyles } from './styles';
import { exactNumbers, jsonValues, readableDates } from './texts';

const reserved = new Set(['event_id', 'callback_type', 'event_type', 'event_date', 'delivery_attempt', '__proto__']);

const events = fc.record({
  eventId: fc.oneof(fc.stringMatching(/^[0-9A-Z]{1,12}$/), exactNumbers, fc.string({ unit: 'grapheme', minLength: 1 })),
  type: fc.oneof(
    fc.constantFrom('subscription_added', 'event_processed', 'wallet_item_install'),
    fc.stringMatching(/^[a-z_]{1,20}$/),
  ),
  typeNames: fc.constantFrom(
    ['callback_type'] as const,
    ['event_type'] as const,
    ['callback_type', 'event_type'] as const,
  ),
  date: fc.option(readableDates),
  members: fc.dictionary(
    fc.string({ unit: 'grapheme' }).filter((name) => !reserved.has(name)),
    jsonValues,
    { maxKeys: 4 },
  ),
});

const methods = fc.constantFrom('POST', 'PUT');

/** A retry may count its attempts, and be serialized again (wire contract §4). */
const attempts = fc.option(
  fc.integer({ min: 0, max: 9 }).chain((attempt) => fc.constantFrom(String(attempt), new ExactNumber(String(attempt)))),
);
const styles: fc.Arbitrary<PlatformEventStyle> = fc.record({
  json: jsonStyles,
  contentType: fc.constantFrom('application/json', 'text/json', 'text/plain; charset=iso-8859-1', null),
});

export const platformEvents: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(events, methods, attempts, styles, attempts, styles)
  .map(([{ date, ...event }, method, deliveryAttempt, style, retryAttempt, retryStyle]) => {
    const first = { ...event, eventDate: date?.text ?? null, deliveryAttempt };
    const id = event.eventId instanceof ExactNumber ? event.eventId.digits : event.eventId;
    return {
      envelope: received(platformEvent, first, style, { method }),
      retry: received(platformEvent, { ...first, deliveryAttempt: retryAttempt }, retryStyle, { method }),
      detailType: 'Platform Event',
      identity: { family: 'platform', id: expectedId(id), part: '-' },
      data: {
        eventId: id,
        type: event.type,
        eventDate: date?.iso ?? null,
        eventDateText: date?.text ?? null,
        payload: JSON.parse(platformJson(first, style.json)),
      },
    };
  });
