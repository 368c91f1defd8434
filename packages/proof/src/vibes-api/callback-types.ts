/** What narrows a registration down: the member of the request body, and where an event of the type has the same value. */
interface ScopeRow {
  readonly members: readonly string[];
  /** Those without which the API description calls the request incomplete. */
  readonly required: readonly string[];
}

const none: ScopeRow = { members: [], required: [] };
const campaign: ScopeRow = { members: ['campaign_id'], required: ['campaign_id'] };
const list: ScopeRow = { members: ['list_id'], required: ['list_id'] };
const app: ScopeRow = { members: ['app_id'], required: ['app_id'] };
const wallet: ScopeRow = { members: ['campaign_token'], required: ['campaign_token'] };

/** The types that can be registered, each with its scope (Vibes' API description, `callbackRequest-*`). */
export const scopeRows = {
  ack_participant_added: campaign,
  ack_participant_changed: campaign,
  company_participant_added: none,
  company_participant_changed: none,
  event_processed: { members: ['event_type', 'callbacks_to_send'], required: [] },
  person_added: none,
  person_updated: none,
  device_added: app,
  device_updated: app,
  device_removed: app,
  subscription_added: list,
  subscription_removed: list,
  subscription_list_added: none,
  subscription_list_updated: none,
  unmatched_message_received: { members: ['source_code', 'country_code'], required: ['source_code'] },
  wallet_item_install: wallet,
  wallet_item_remove: wallet,
} as const satisfies Record<string, ScopeRow>;

export type CallbackType = keyof typeof scopeRows;

export const callbackTypes = Object.keys(scopeRows) as readonly CallbackType[];

export function isCallbackType(value: unknown): value is CallbackType {
  return typeof value === 'string' && Object.hasOwn(scopeRows, value);
}

export const callbacksToSend = ['all', 'only_failures', 'routing', 'carrier_dlr', 'handset_dlr'] as const;

/** Those without a documented body of a test event (`testcallbackRequest-*` of the test operation). */
export const withoutTestBody: readonly CallbackType[] = [
  'unmatched_message_received',
  'wallet_item_install',
  'wallet_item_remove',
];
