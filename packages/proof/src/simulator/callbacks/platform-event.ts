import { ExactNumber, plainJson } from '../../callbacks/json';
import { platformEvent as form } from '../../callbacks/platform-event';
import { type BuiltCallback, type CallbackBuilder, callbackOf, type ExpectedEvent } from '../callback';
import type { Random } from '../random';
import { digits, moment } from './invented';
import { platformContent } from './platform-content';

export const platformEvent: ExpectedEvent = {
  detailType: 'Platform Event',
  keyOf: ({ eventId }) => `platform ${eventId}`,
};

const types = [
  'ack_participant_added',
  'ack_participant_changed',
  'company_participant_added',
  'company_participant_changed',
  'event_processed',
  'person_added',
  'person_updated',
  'device_added',
  'device_updated',
  'device_removed',
  'subscription_added',
  'subscription_removed',
  'subscription_list_added',
  'subscription_list_updated',
  'unmatched_message_received',
  'wallet_item_install',
  'wallet_item_remove',
  // New types come without notice (wire contract §4).
  'a_type_of_tomorrow',
] as const;

/** An event of any type. */
export const platform: CallbackBuilder = (random) => [eventOf(random, random.pick(types))];

/** One row of a subscriber import: such callbacks come by the thousand, at once. */
export const importRow: CallbackBuilder = (random) => [eventOf(random, 'subscription_added')];

function eventOf(random: Random, type: string): BuiltCallback {
  const eventId = random.hex(12).toUpperCase();
  const method = random.chance(0.5) ? 'POST' : 'PUT';
  const style = { json: plainJson, contentType: random.pick(['application/json', 'text/json']) };
  const event = {
    eventId,
    type,
    typeNames: typeNames(type),
    eventDate: `${new Date(moment(random)).toISOString().slice(0, 19)}Z`,
    members: membersOf(random, type),
  };
  const countsAttempts = random.chance(0.2);
  const attemptText = (attempt: number) => (countsAttempts ? String(attempt) : null);
  const at = (attempt: number) => [{ ...event, deliveryAttempt: attemptText(attempt) }, style] as const;
  return callbackOf(form, platformEvent.keyOf(event), at, method);
}

function membersOf(random: Random, type: string) {
  const content = platformContent(random, type);
  // Past 2^53, as a field of the customer's own may be: a parser that makes it a number changes its digits.
  return { loyalty_number: new ExactNumber(`9${digits(random, 17)}`), ...content };
}

/** Wallet events carry only `event_type`, `event_processed` only `callback_type`, others both. */
function typeNames(type: string): readonly ('callback_type' | 'event_type')[] {
  if (type.startsWith('wallet_')) return ['event_type'];
  return type === 'event_processed' ? ['callback_type'] : ['callback_type', 'event_type'];
}
