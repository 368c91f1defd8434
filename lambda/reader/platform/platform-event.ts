import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import { boundedId } from '../identity/identity-parts';
import { identify } from '../identity/identity-rule';
import type { LeaveOut } from '../json/json-digest';
import type { JsonObject } from '../json/json-object';
import { readDate } from '../text/readable';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import type { PlatformEvent } from './platform-event-schema';

/**
 * If sent, it increases with every retry (wire contract §4): a number, or its digits in a string. Any other value is
 * part of the digest.
 */
const attempt: LeaveOut = (name, value) => name === 'delivery_attempt' && isCount(value);

function isCount(json: string): boolean {
  return /^\d+$/.test(json.startsWith('"') ? String(JSON.parse(json)) : json);
}

/** For the digest from before it had a version. */
const formerAttempt: LeaveOut = (name) => name === 'delivery_attempt';

/**
 * Reads a Platform event (wire contract §4): what identifies it, and the JSON as it was sent. Types and fields that
 * Vibes adds without notice are passed on.
 * @throws UnrecognizedError
 */
export function readPlatformEvent(json: JsonObject, _envelope: Envelope, policy: ReadPolicy): Callback {
  // The outer id: the one inside `event_processed` is the customer's own, and repeats (wire contract §4).
  const eventId = json.id('event_id');
  if (eventId === null) throw new UnrecognizedError('json-missing-id');
  const date = readDate(json.id('event_date'));
  const data: Omit<PlatformEvent, 'payload'> = {
    eventId: eventId.toWellFormed(),
    type: (json.string('callback_type') || json.string('event_type') || null)?.toWellFormed() ?? null,
    eventDate: date.value,
    eventDateText: date.text?.toWellFormed() ?? null,
  };
  return {
    ...identify(policy, (rule) => ({ family: 'platform', id: boundedId(eventId, rule), part: '-' })),
    contentDigest: json.digest(attempt),
    formerDigests: [json.digest(formerAttempt)],
    attempt: json.wholeNumber('delivery_attempt'),
    data,
    rawPayload: json.text,
    objects: [],
  };
}
