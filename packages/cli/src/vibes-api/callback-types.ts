import { OpsError } from '../frame/ops-error';
import { shellWord } from '../frame/shell-word';

/** A type of Platform event, and which of its events a registration is for (wire contract §4). */
interface CallbackTypeRow {
  /** Members of its scope. */
  readonly members: readonly string[];
  /** Those that Vibes' page requires. */
  readonly required: readonly string[];
  /** The body of a test event; null where none is documented. */
  readonly testBody: ((scope: Scope) => object) | null;
}

/** By member; empty: every event of the type. */
export type Scope = Readonly<Record<string, string>>;

const plain: CallbackTypeRow = { members: [], required: [], testBody: () => ({}) };
const campaign: CallbackTypeRow = {
  members: ['campaign_id'],
  required: ['campaign_id'],
  testBody: ({ campaign_id }) => ({ participant: { acquisition_campaign: { api_key: campaign_id } } }),
};
const list: CallbackTypeRow = {
  members: ['list_id'],
  required: ['list_id'],
  testBody: ({ list_id }) => ({ subscription: { subscription_list: { id: list_id } } }),
};
const app: CallbackTypeRow = {
  members: ['app_id'],
  required: ['app_id'],
  testBody: ({ app_id }) => ({ push_device: { app_id } }),
};
const wallet: CallbackTypeRow = { members: ['campaign_token'], required: ['campaign_token'], testBody: null };

/** Every type that Vibes' API description lets a company register. */
const rows: Readonly<Record<string, CallbackTypeRow>> = {
  ack_participant_added: campaign,
  ack_participant_changed: campaign,
  company_participant_added: plain,
  company_participant_changed: plain,
  event_processed: { members: ['event_type', 'callbacks_to_send'], required: [], testBody: () => ({}) },
  person_added: plain,
  person_updated: plain,
  device_added: app,
  device_updated: app,
  device_removed: app,
  subscription_added: list,
  subscription_removed: list,
  subscription_list_added: plain,
  subscription_list_updated: plain,
  unmatched_message_received: {
    members: ['source_code', 'country_code'],
    required: ['source_code'],
    testBody: null,
  },
  wallet_item_install: wallet,
  wallet_item_remove: wallet,
};

const callbackTypeNames = Object.keys(rows);

/** The types whose scope has this member. */
export function typesWith(member: string): readonly string[] {
  return callbackTypeNames.filter((type) => rows[type]?.members.includes(member));
}

/** One registration that is wanted. */
export interface Target {
  readonly type: string;
  readonly scope: Scope;
}

/**
 * Reads `subscription_added:list_id=77,person_added`; several members of one scope are each after a colon.
 * @throws OpsError for a type or a member that there is not, and for a scope that lacks what Vibes requires
 */
export function readTargets(text: string): readonly Target[] {
  const targets = text.split(',').map((word) => readTarget(word.trim()));
  const byKey = new Map(targets.map((target) => [targetKey(target), target]));
  return [...byKey.values()];
}

/** @throws OpsError */
export function readTarget(word: string, needsScope = true): Target {
  const [type = '', ...pairs] = word.split(':');
  const row = Object.hasOwn(rows, type) ? rows[type] : undefined;
  if (row === undefined) {
    throw new OpsError(
      'wrong-usage',
      `There is no callback type "${type}". The types are ${callbackTypeNames.join(', ')}.`,
    );
  }
  const scope: Record<string, string> = {};
  for (const pair of pairs) {
    const [member = '', value = ''] = pair.split(/=(.*)/s);
    if (!row.members.includes(member) || value === '') throw new OpsError('wrong-usage', scopeSentence(type, row));
    scope[member] = value;
  }
  const lacks = row.required.some((member) => scope[member] === undefined);
  if (lacks && needsScope) throw new OpsError('wrong-usage', scopeSentence(type, row));
  return { type, scope };
}

function scopeSentence(type: string, { members, required }: CallbackTypeRow): string {
  if (members.length === 0) return `${type} has no scope: write it without a colon.`;
  const [member = members[0]] = required;
  const needs = required.length > 0 ? `needs ${required.join(' and ')}` : `takes ${members.join(' or ')}`;
  return `${type} ${needs}: write ${type}:${member}=<value>. "connect scopes" lists the values that Vibes' API knows.`;
}

/** Equal for two that mean the same. `all` is the default of `callbacks_to_send`. */
export function targetKey({ type, scope }: Target): string {
  const whole = type === 'event_processed' ? { callbacks_to_send: 'all', ...scope } : scope;
  return JSON.stringify([type, Object.entries(whole).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** As it is typed: `subscription_added:list_id=77`. */
export function targetText({ type, scope }: Target): string {
  return [type, ...Object.entries(scope).map(([member, value]) => `${member}=${value}`)].join(':');
}

/** The same as an option, to be pasted into a shell. */
export function typesOption(target: Target): string {
  return `--types ${shellWord(targetText(target))}`;
}

/** What a registration has under the type's own name. The description requires the member for `event_processed`. */
export function scopeMember({ type, scope }: Target): Readonly<Record<string, unknown>> {
  if (type === 'event_processed') return { [type]: { callbacks_to_send: 'all', ...scope } };
  return Object.keys(scope).length === 0 ? {} : { [type]: scope };
}

/** The part of its scope that a test event names: it goes to every registration that this does not exclude. */
export function testScope({ type, scope }: Target): Scope {
  return Object.fromEntries(Object.entries(scope).filter(([member]) => rows[type]?.required.includes(member)));
}

/** Undefined where no body of a test event is documented for the type. */
export function testBody({ type, scope }: Target): object | undefined {
  const body = rows[type]?.testBody;
  return body === undefined || body === null ? undefined : { callback_type: type, ...body(scope) };
}
