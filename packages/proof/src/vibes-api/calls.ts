import type { VibesCallback } from '../vibes/callback';
import { plainJson } from '../vibes/json';
import { platformContent, platformEvent } from '../vibes/platform-event';
import type { Random } from '../vibes/random';
import type { CallbackType } from './callback-types';
import type { Scope } from './read-request';
import type { Registration } from './registrations';

type Json = Readonly<Record<string, unknown>>;

/** One event that happened at Vibes, and whom it concerns. */
export interface VibesEvent {
  readonly eventId: string;
  readonly type: CallbackType;
  readonly scope: Scope;
  readonly eventDate: string;
  readonly content: Json;
}

/** A call of one registration: the URL is the whole of where it goes. */
export interface RegisteredCall {
  readonly url: string;
  readonly callback: VibesCallback;
}

/** An event that this registration is for. */
export function eventFor(
  { type, scope }: Pick<Registration, 'type' | 'scope'>,
  random: Random,
  nowMs: number,
): VibesEvent {
  return {
    eventId: random.hex(12).toUpperCase(),
    type,
    scope,
    eventDate: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    content: withScope(platformContent(random, type), scope),
  };
}

/** The event as it goes to each of these: what differs is the destination's method and type, and how numbers are written. */
export function callsOf(event: VibesEvent, registrations: readonly Registration[]): readonly RegisteredCall[] {
  return registrations.map(({ id, destination, version }) => {
    const members = version === 1 ? withoutCountryCodes(event.content) : event.content;
    const typeNames = ['callback_type', 'event_type'] as const;
    const content = { ...event, typeNames, members, deliveryAttempt: null };
    return {
      url: destination.url,
      callback: {
        ...({ channel: 'platform', route: '', authentication: 'source', method: destination.method } as const),
        kind: 'platform',
        key: `platform ${event.eventId} ${id}`,
        document: () => platformEvent.write(content, { json: plainJson, contentType: destination.contentType }),
      },
    };
  });
}

/** Where an event of the type has what its scope names (wire contract §4). */
const places: Readonly<Record<string, readonly string[]>> = {
  list_id: ['subscription', 'subscription_list', 'id'],
  campaign_id: ['participant', 'acquisition_campaign', 'id'],
  source_code: ['source_code', 'code'],
  country_code: ['source_code', 'country_code'],
  campaign_token: ['wallet_campaign', 'token'],
  app_id: ['push_device', 'app_id'],
  event_type: ['event_processed', 'event_type'],
};

function withScope(content: Json, scope: Scope): Json {
  return Object.entries(scope).reduce((changed, [name, value]) => put(changed, places[name] ?? [], value), content);
}

function put(record: Json, [name, ...rest]: readonly string[], leaf: string): Json {
  if (name === undefined) return record;
  return { ...record, [name]: rest.length === 0 ? leaf : put(toRecord(record[name]), rest, leaf) };
}

/** Version 1 of the API writes every number without its country code: `+1…` loses two characters. */
function withoutCountryCodes(content: Json): Json {
  return JSON.parse(JSON.stringify(content), (name, value) => (name === 'mdn' ? value.replace(/^\+1/, '') : value));
}

function toRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
