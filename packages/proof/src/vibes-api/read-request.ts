import { type CallbackType, callbacksToSend, isCallbackType, scopeRows, withoutTestBody } from './callback-types';

/** What a caller asks to register. */
export interface RegistrationDraft {
  readonly type: CallbackType;
  readonly scope: Scope;
  readonly destination: { readonly url: string; readonly method: 'POST' | 'PUT'; readonly contentType: string };
  readonly startDate: string | null;
  readonly endDate: string | null;
}

export type Scope = Readonly<Record<string, string>>;

type Json = Readonly<Record<string, unknown>>;

/** A body, or the sentences that say what is wrong with it. */
export type Read<T> = { readonly value: T; readonly errors: readonly [] } | { readonly errors: readonly string[] };

const urlLimit = 1024;
const contentTypes = ['application/json', 'text/json'];

/** Reads the body of a registration as strictly as the API description has it: a member that it lacks is an error. */
export function readRegistration(body: unknown): Read<RegistrationDraft> {
  if (!isRecord(body)) return { errors: ['The body must be a JSON object'] };
  const type = body.callback_type ?? body.event_type;
  if (!isCallbackType(type)) return { errors: ['The callback_type field is required, and must be a known type'] };
  const known = ['callback_type', 'event_type', 'destination', 'start_date', 'end_date', ...scopeNames(type)];
  const { value: scope, errors: scopeErrors } = readScope(type, body);
  const destination = readDestination(body.destination);
  const dates = [readDate('start_date', body), readDate('end_date', body)] as const;
  const errors = [
    ...unknownMembers('', body, known),
    ...scopeErrors,
    ...destination.errors,
    ...dates.flatMap((date) => date.errors),
  ];
  if (errors.length > 0 || !('value' in destination)) return { errors };
  const [start, end] = dates;
  return {
    errors: [],
    value: {
      type,
      scope,
      destination: destination.value,
      startDate: 'value' in start ? start.value : null,
      endDate: 'value' in end ? end.value : null,
    },
  };
}

/** The page's sample of `device_removed` has its scope under `device_added`. */
function scopeNames(type: CallbackType): readonly string[] {
  if (scopeRows[type].members.length === 0) return [];
  return type.startsWith('device_') ? [type, 'device_added'] : [type];
}

function readScope(type: CallbackType, body: Json): { readonly value: Scope; readonly errors: readonly string[] } {
  const { members, required } = scopeRows[type];
  if (members.length === 0) return { value: {}, errors: [] };
  const given = scopeNames(type)
    .map((name) => body[name])
    .find((value) => value !== undefined);
  if (!isRecord(given)) return { value: {}, errors: [`The ${type} field is required`] };
  const texts = Object.entries(given).filter((entry): entry is [string, string] => isText(entry[1]));
  const toSend = given.callbacks_to_send;
  return {
    value: Object.fromEntries(texts),
    errors: [
      ...unknownMembers(`${type}.`, given, members),
      ...required.filter((name) => !isText(given[name])).map((name) => `The ${type}.${name} field is required`),
      ...Object.keys(given)
        .filter(
          (name) =>
            members.some((one) => one === name) && !isText(given[name]) && !required.some((one) => one === name),
        )
        .map((name) => `The ${type}.${name} field must be a string`),
      ...(toSend === undefined || callbacksToSend.some((one) => one === toSend)
        ? []
        : [`The ${type}.callbacks_to_send field must be one of ${callbacksToSend.join(', ')}`]),
    ],
  };
}

function readDestination(value: unknown): Read<RegistrationDraft['destination']> {
  if (!isRecord(value)) return { errors: ['The destination field is required'] };
  const { url, method = 'POST', content_type: contentType = 'application/json' } = value;
  const errors = unknownMembers('destination.', value, ['url', 'method', 'content_type']);
  if (!isText(url) || !isHttpUrl(url)) return { errors: [...errors, 'The destination.url field must be a URL'] };
  if (url.length > urlLimit) errors.push(`The destination.url field has more than ${urlLimit} characters`);
  if (method !== 'POST' && method !== 'PUT') {
    return { errors: [...errors, 'The destination.method field must be POST or PUT'] };
  }
  if (!isText(contentType) || !contentTypes.includes(contentType)) {
    return { errors: [...errors, `The destination.content_type field must be one of ${contentTypes.join(', ')}`] };
  }
  return errors.length > 0 ? { errors } : { errors: [], value: { url, method, contentType } };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** `yyyy-mm-dd` in the description, an ISO 8601 timestamp on the page: both are taken. */
function readDate(name: 'start_date' | 'end_date', body: Json): Read<string | null> {
  const value = body[name];
  if (value === undefined || value === null) return { errors: [], value: null };
  const isDate = isText(value) && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d))?$/.test(value);
  if (!isDate || Number.isNaN(Date.parse(value))) return { errors: [`The ${name} field must be an ISO-8601 date`] };
  return { errors: [], value };
}

/** What a test event is asked for. */
export interface TestRequest {
  readonly type: CallbackType;
  /** The scope that the body names: the event goes to registrations that have it. */
  readonly scope: Scope;
}

const testMembers: Readonly<Record<string, readonly string[]>> = {
  ack: ['participant'],
  company: ['participant'],
  event: ['event_processed'],
  person: ['person'],
  device: ['person', 'push_device'],
  subscription: ['subscription'],
  list: ['subscription_list'],
};

/** Reads the body of a test event (`testcallbackRequest-*`). */
export function readTestRequest(body: unknown): Read<TestRequest> {
  if (!isRecord(body)) return { errors: ['The body must be a JSON object'] };
  const { callback_type: type } = body;
  if (!isCallbackType(type)) return { errors: ['The callback_type field is required, and must be a known type'] };
  if (withoutTestBody.includes(type)) return { errors: [`There is no test event of the type ${type}`] };
  const group = type.startsWith('subscription_list') ? 'list' : (type.split('_')[0] ?? '');
  const errors = unknownMembers('', body, ['callback_type', ...(testMembers[group] ?? [])]);
  const campaignId = at(body, 'participant', 'acquisition_campaign', 'api_key');
  const listId = at(body, 'subscription', 'subscription_list', 'id');
  if (group === 'ack' && !isText(campaignId)) {
    errors.push('The participant.acquisition_campaign.api_key field is required');
  }
  if (group === 'subscription' && !isText(listId))
    errors.push('The subscription.subscription_list.id field is required');
  if (errors.length > 0) return { errors };
  const appId = at(body, 'push_device', 'app_id');
  return {
    errors: [],
    value: {
      type,
      scope: {
        ...(isText(campaignId) && group === 'ack' ? { campaign_id: campaignId } : {}),
        ...(isText(listId) ? { list_id: listId } : {}),
        ...(isText(appId) ? { app_id: appId } : {}),
      },
    },
  };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((found: unknown, name) => (isRecord(found) ? found[name] : undefined), value);
}

function unknownMembers(prefix: string, value: Json, known: readonly string[]): string[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => `The ${prefix}${name} field is not known`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
