import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type BuiltCallback, type CallbackBuilder, formOf, type GeneratedCallback } from './callback';
import { readableDates } from './date-text';
import { expectedId } from './expected-identity';
import {
  ExactNumber,
  exactNumbers,
  type JsonStyle,
  jsonDocument,
  jsonStyles,
  jsonValues,
  plainJson,
  writeJson,
} from './json';
import { digits, moment, phoneNumber, type Random } from './random';
import type { Made } from './texts';

interface PlatformEventContent {
  readonly eventId: string | ExactNumber;
  readonly type: string;
  /** Which of the two names of a type it has. */
  readonly typeNames: readonly ('callback_type' | 'event_type')[];
  readonly eventDate: string | null;
  /** The members besides the envelope. */
  readonly members: Readonly<Record<string, unknown>>;
  /** A string on every page that shows it. */
  readonly deliveryAttempt: string | ExactNumber | null;
}

const styles = fc.record({
  json: jsonStyles,
  contentType: fc.constantFrom<(string | null)[]>(
    ...['application/json', 'text/json', 'text/plain; charset=iso-8859-1', null],
  ),
});
type PlatformEventStyle = Made<typeof styles>;

/** A Platform event (wire contract §4). */
export const platformEvent = formOf<PlatformEventContent, PlatformEventStyle>({
  channel: 'platform',
  route: '/platform',
  authentication: 'source',
  detailType: 'Platform Event',
  keyOf: ({ eventId }) => `platform ${eventId}`,
  write: (event, { json, contentType }) => jsonDocument(platformJson(event, json), contentType, json),
});

function platformJson(event: PlatformEventContent, style: JsonStyle): string {
  const { eventId, type, typeNames, eventDate, members, deliveryAttempt } = event;
  const whole = {
    event_id: eventId,
    ...Object.fromEntries(typeNames.map((name) => [name, type])),
    ...(eventDate !== null && { event_date: eventDate }),
    ...members,
    ...(deliveryAttempt !== null && { delivery_attempt: deliveryAttempt }),
  };
  return writeJson(whole, style);
}

type Json = Readonly<Record<string, unknown>>;

const samples = join(__dirname, '..', '..', '..', 'cli', 'samples', 'platform');

/** The events that Vibes' pages show (wire contract §4), by type; of a type that is shown several times, the plainest. */
const shown: ReadonlyMap<string, Json> = new Map(
  readdirSync(samples).flatMap((file) => {
    const event: Json = JSON.parse(readFileSync(join(samples, file), 'utf8'));
    const type = String(event.callback_type ?? event.event_type);
    return file === `platform-${type.replaceAll('_', '-')}.json` ? [[type, event]] : [];
  }),
);

const typeNames = ['callback_type', 'event_type'] as const;
// New types come without notice (wire contract §4).
const types = ['a_type_of_tomorrow', ...shown.keys()] as const;

/** An event of any type. */
export const buildPlatformEvent: CallbackBuilder = (random) => [eventOf(random, random.pick(types))];

/** One row of a subscriber import: such callbacks come by the thousand, at once. */
export const buildImportRow: CallbackBuilder = (random) => [eventOf(random, 'subscription_added')];

function eventOf(random: Random, type: string): BuiltCallback {
  const eventId = random.hex(12).toUpperCase();
  const method = random.chance(0.5) ? 'POST' : 'PUT';
  const style = { json: plainJson, contentType: random.pick(['application/json', 'text/json']) };
  const event = {
    eventId,
    type,
    typeNames: typeNames.filter((name) => (shown.get(type) ?? { callback_type: type })[name] !== undefined),
    eventDate: `${new Date(moment(random)).toISOString().slice(0, 19)}Z`,
    // Past 2^53, as a field of the customer's own may be: a parser that makes it a number changes its digits.
    members: { loyalty_number: new ExactNumber(`9${digits(random, 17)}`), ...platformContent(random, type) },
  };
  const countsAttempts = random.chance(0.2);
  const at = (attempt: number) =>
    [{ ...event, deliveryAttempt: countsAttempts ? String(attempt) : null }, style] as const;
  return platformEvent.callback(platformEvent.keyOf(event), at, method);
}

const envelope = ['event_id', 'callback_type', 'event_type', 'event_date', 'delivery_attempt'];

/** The content of a Platform event of this type besides the envelope, with a phone number. */
export function platformContent(random: Random, type: string): Json {
  const event = shown.get(type) ?? { something_of_tomorrow: { id: random.uuid() } };
  const members = Object.entries(event).filter(([name]) => !envelope.includes(name));
  const number = phoneNumber(random);
  return JSON.parse(JSON.stringify(Object.fromEntries(members)), (name, value) => (name === 'mdn' ? number : value));
}

const reserved = new Set([...envelope, '__proto__']);

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
export const platformEvents: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(events, methods, attempts, styles, attempts, styles)
  .map(([{ date, ...event }, method, deliveryAttempt, style, retryAttempt, retryStyle]) => {
    const first = { ...event, eventDate: date?.text ?? null, deliveryAttempt };
    const id = event.eventId instanceof ExactNumber ? event.eventId.digits : event.eventId;
    return {
      sent: platformEvent.sent(first, style, { method }),
      retry: platformEvent.sent({ ...first, deliveryAttempt: retryAttempt }, retryStyle, { method }),
      detailType: platformEvent.detailType,
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
