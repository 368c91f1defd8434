import type { CallbackBuilder, VibesCallback } from '../callback';
import type { Random } from '../random';
import { digits, moment } from './invented';
import { platformContent } from './platform-content';

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

/** A Platform event of any type (wire contract §4). */
export const platform: CallbackBuilder = (random) => [platformEvent(random, random.pick(types))];

/** One row of a subscriber import: such callbacks come by the thousand, at once. */
export const importRow: CallbackBuilder = (random) => [platformEvent(random, 'subscription_added')];

function platformEvent(random: Random, type: string): VibesCallback {
  const eventId = random.hex(12).toUpperCase();
  const method = random.chance(0.5) ? 'POST' : 'PUT';
  const contentType = random.pick(['application/json', 'text/json']);
  const content = contentOf(random, type);
  const countsAttempts = random.chance(0.2);
  return {
    key: `platform ${eventId}`,
    kind: 'platform',
    channel: 'platform',
    method,
    route: '/platform',
    authentication: 'source',
    document: (attempt) => {
      // A string on every page that shows it (wire contract §4).
      const attempts = countsAttempts ? `,"delivery_attempt":"${attempt}"` : '';
      const json = `{"event_id":"${eventId}",${content}${attempts}}`;
      return { headers: { 'content-type': contentType }, body: Buffer.from(json, 'utf8') };
    },
  };
}

function contentOf(random: Random, type: string): string {
  const date = moment(random)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  const members = JSON.stringify(platformContent(random, type)).slice(1);
  // Past 2^53, as a field of the customer's own may be: a parser that makes it a number changes its digits.
  return `${typeNames(type)},"event_date":"${date}","loyalty_number":9${digits(random, 17)},${members.slice(0, -1)}`;
}

/** Wallet events carry only `event_type`, `event_processed` only `callback_type`, others both. */
function typeNames(type: string): string {
  if (type.startsWith('wallet_')) return `"event_type":"${type}"`;
  if (type === 'event_processed') return `"callback_type":"${type}"`;
  return `"callback_type":"${type}","event_type":"${type}"`;
}
