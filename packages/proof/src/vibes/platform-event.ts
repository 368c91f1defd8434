import {
  type BuiltCallback,
  type CallbackBuilder,
  type CallbackForm,
  callbackOf,
  type ExpectedEvent,
} from './callback';
import { ExactNumber, type JsonStyle, jsonDocument, plainJson, writeJson } from './json';
import { digits, moment, phoneNumber, type Random } from './random';

interface PlatformEventContent {
  readonly eventId: string | ExactNumber;
  readonly type: string;
  /** Which of the two names of a type it has. */
  readonly typeNames: readonly ('callback_type' | 'event_type')[];
  readonly eventDate: string | null;
  /** What is beside the envelope. */
  readonly members: Readonly<Record<string, unknown>>;
  /** A string on every page that shows it. */
  readonly deliveryAttempt: string | ExactNumber | null;
}

export interface PlatformEventStyle {
  readonly json: JsonStyle;
  readonly contentType: string | null;
}

/** A Platform event (wire contract §4). */
export const platformEvent: CallbackForm<PlatformEventContent, PlatformEventStyle> = {
  channel: 'platform',
  route: '/platform',
  authentication: 'source',
  write: (event, { json, contentType }) => jsonDocument(platformJson(event, json), contentType, json),
};

export function platformJson(event: PlatformEventContent, style: JsonStyle): string {
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

export const expectedPlatformEvent: ExpectedEvent = {
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
    typeNames: typeNames(type),
    eventDate: `${new Date(moment(random)).toISOString().slice(0, 19)}Z`,
    members: membersOf(random, type),
  };
  const countsAttempts = random.chance(0.2);
  const attemptText = (attempt: number) => (countsAttempts ? String(attempt) : null);
  const at = (attempt: number) => [{ ...event, deliveryAttempt: attemptText(attempt) }, style] as const;
  return callbackOf(platformEvent, expectedPlatformEvent.keyOf(event), at, method);
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

type Json = Readonly<Record<string, unknown>>;

const company = '/companies/EXAMPLE';

/** What a Platform event holds beside its envelope, by its type, as Vibes' pages show it (wire contract §4). */
export function platformContent(random: Random, type: string): Json {
  if (type.startsWith('ack_') || type.startsWith('company_')) return { participant: participant(random) };
  if (type.startsWith('person_')) return { person: { ...person(random), custom_fields: { first_name: 'Zoë' } } };
  if (type.startsWith('device_')) return device(random);
  if (type.startsWith('subscription_list_')) return { subscription_list: { ...list(random), name: 'Spring offers' } };
  if (type === 'subscription_removed') return { subscription: { ...subscription(random), ...optOut(random) } };
  if (type === 'subscription_added') return { subscription: { ...subscription(random), opt_in_date: seconds(random) } };
  if (type.startsWith('wallet_')) return wallet(random);
  if (type === 'event_processed') return { event_processed: eventProcessed(random) };
  if (type === 'unmatched_message_received') return unmatchedMessage(random);
  return { something_of_tomorrow: { id: random.uuid() } };
}

function person(random: Random) {
  const id = `P${digits(random, 6)}`;
  return {
    id,
    external_id: `crm-${id}`,
    external_person_id: `crm-${id}`,
    person_key: random.uuid(),
    url: `${company}/mobiledb/persons/${id}`,
    mobile_phone: { mdn: phoneNumber(random) },
  };
}

function participant(random: Random) {
  const campaign = digits(random, 7);
  return {
    person: person(random),
    acquisition_campaign: {
      id: `C${campaign}`,
      description: 'Great Acquisition Campaign',
      url: `${company}/campaigns/acquisition/ACQ${campaign}`,
      keyword: 'SUBSCRIBED',
    },
    participation_date: minutes(random),
    expire_date: minutes(random),
    status: random.pick(['PENDING', 'CONFIRMED', 'REJECTED']),
  };
}

function device(random: Random) {
  const { id, external_id, url } = person(random);
  const app = random.uuid();
  const vibesDevice = random.uuid();
  return {
    person: { person_id: id, external_id, url },
    push_device: {
      app_id: app,
      vibes_device_id: vibesDevice,
      push_token: random.hex(64).toUpperCase(),
      device_os: random.pick(['ANDROID', 'IOS']),
      url: `/mobile_apps/${app}/devices/${vibesDevice}`,
    },
  };
}

function list(random: Random) {
  const id = digits(random, 4);
  return { id, url: `${company}/mobiledb/subscription_lists/${id}` };
}

function subscription(random: Random) {
  return { person: person(random), subscription_list: list(random) };
}

/** As Vibes' page on the subscription object lists them (wire contract §4). */
const optOutReasons = [
  'user_opt_out',
  'disconnect',
  'list_archived',
  'bulk_opt_out',
  'failed_at_carrier',
  'obsolete_carrier',
  'platform_opt_out',
  'keyword_opt_out',
  'api_opt_out',
  'button_opt_out',
] as const;

function optOut(random: Random) {
  return { opt_out_date: seconds(random), opt_out_reason: random.pick([...optOutReasons, null]) };
}

/** The customer's own event: its id repeats over several callbacks and is not their identity. */
function eventProcessed(random: Random) {
  return {
    event_id: random.pick(['sale-1', 'sale-2']),
    event_type: 'purchase',
    event_data: { first_name: 'Bob', external_person_id: `crm-${digits(random, 4)}` },
    debug_data: { field: 'CUST_SYSTEM' },
    action: {
      type: 'routing',
      status: 'processing',
      status_reason: 'accepted_by_event_triggered_message',
      resource_url: `${company}/mobiledb/event_triggered_messages/${digits(random, 4)}`,
    },
  };
}

function unmatchedMessage(random: Random) {
  return {
    participant: { mdn: phoneNumber(random), carrier_id: digits(random, 3) },
    source_code: {
      company_key: 'EXAMPLE',
      code: '00000',
      country_code: '1',
      code_type: 'SC',
      default_response: 'Sorry?',
      response_sent: random.chance(0.5),
    },
    message: 'Hello, this is my message!',
    message_id: random.uuid(),
    txn_id: random.uuid(),
    receipt_date: seconds(random).replace('Z', '+00:00'),
  };
}

function wallet(random: Random) {
  const token = random.hex(6);
  return {
    wallet_instance: {
      registered_at: minutes(random),
      unregistered_at: random.pick([null, minutes(random)]),
      wallet_instance_uid: random.uuid(),
      provider: random.pick(['google', 'apple']),
    },
    wallet_item: {
      uuid: `item-${digits(random, 4)}`,
      wallet_object_uid: random.uuid(),
      expiration_date: minutes(random),
      tokens: { first_name: 'Calrissian' },
      url: `${company}/campaigns/wallet/${token}/items/item-uuid`,
    },
    wallet_campaign: { wallet_campaign_uid: random.uuid(), token, url: `${company}/campaigns/wallet/${token}/` },
  };
}

/** `2017-01-14T14:30Z`. */
function minutes(random: Random): string {
  return `${new Date(moment(random)).toISOString().slice(0, 16)}Z`;
}

/** `2017-03-15T15:42:23Z`. */
function seconds(random: Random): string {
  return `${new Date(moment(random)).toISOString().slice(0, 19)}Z`;
}
