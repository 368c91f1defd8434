import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
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
export type Read<T> = { readonly value: T } | { readonly errors: readonly string[] };

const ajv = new Ajv({ allErrors: true, useDefaults: true, allowUnionTypes: true, strictRequired: false });
ajv.addFormat('a URL', (value: string) => /^https?:/.test(value) && URL.canParse(value));
// `yyyy-mm-dd` in the description, an ISO 8601 timestamp on the page: both are taken.
ajv.addFormat(
  'an ISO-8601 date',
  (value: string) => /^\d{4}-\d\d-\d\d(T|$)/.test(value) && !Number.isNaN(Date.parse(value)),
);

const text = { type: 'string', minLength: 1 };
const date = { type: ['string', 'null'], default: null, format: 'an ISO-8601 date' };
const destination = object({
  url: { ...text, format: 'a URL', maxLength: 1024 },
  method: { enum: ['POST', 'PUT'], default: 'POST' },
  content_type: { enum: ['application/json', 'text/json'], default: 'application/json' },
});

/** As strict as the API description: no member that it lacks. */
function object(properties: Json, required = Object.keys(properties).slice(0, 1)): Json {
  return { type: 'object', properties, required, additionalProperties: false };
}

const validators = new Map<string, ValidateFunction>();

/** @returns a sentence for each thing that is wrong with the body, where defaults are put in */
function complaints(name: string, schema: () => Json, body: unknown): readonly string[] {
  const validate = validators.get(name) ?? ajv.compile(schema());
  validators.set(name, validate);
  const errors = validate(body) ? [] : (validate.errors ?? []);
  return [...new Set(errors.filter(({ keyword }) => keyword !== 'anyOf').map(sentenceOf))];
}

function sentenceOf({ instancePath, keyword, params, message }: ErrorObject): string {
  const { missingProperty = '', additionalProperty = '' } = params;
  const path = [...instancePath.split('/').slice(1), missingProperty || additionalProperty].filter(Boolean).join('.');
  if (keyword === 'required') return `The ${path} field is required`;
  if (keyword === 'additionalProperties') return `The ${path} field is not known`;
  return `The ${path} field ${keyword === 'format' ? `must be ${params.format}` : message}`;
}

/** The page's sample of `device_removed` has its scope under `device_added`. */
function scopeNames(type: CallbackType): readonly string[] {
  if (scopeRows[type].members.length === 0) return [];
  return type.startsWith('device_') ? [type, 'device_added'] : [type];
}

function registrationSchema(type: CallbackType): Json {
  const { members, required } = scopeRows[type];
  const ofMember = (name: string) => (name === 'callbacks_to_send' ? { enum: callbacksToSend } : text);
  const scope = object(Object.fromEntries(members.map((name) => [name, ofMember(name)])), [...required]);
  const names = scopeNames(type);
  const properties = {
    ...{ destination, callback_type: text, event_type: text, start_date: date, end_date: date },
    ...Object.fromEntries(names.map((name) => [name, scope])),
  };
  return { ...object(properties), ...(names.length > 0 && { anyOf: names.map((name) => ({ required: [name] })) }) };
}

/** Reads the body of a registration. */
export function readRegistration(body: unknown): Read<RegistrationDraft> {
  const type = at(body, 'callback_type') ?? at(body, 'event_type');
  if (!isCallbackType(type)) return { errors: ['The callback_type field is required, and must be a known type'] };
  const errors = complaints(type, () => registrationSchema(type), body);
  if (errors.length > 0) return { errors };
  const member = (...path: readonly string[]) => at(body, ...path);
  const given = scopeNames(type).map((name) => member(name));
  return {
    value: {
      type,
      scope: { ...(given.find((scope) => scope !== undefined) as Scope | undefined) },
      destination: {
        url: String(member('destination', 'url')),
        method: member('destination', 'method') === 'PUT' ? 'PUT' : 'POST',
        contentType: String(member('destination', 'content_type')),
      },
      startDate: textOrNull(member('start_date')),
      endDate: textOrNull(member('end_date')),
    },
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What a test event is asked for. */
export interface TestRequest {
  readonly type: CallbackType;
  /** The scope that the body names: the event goes to registrations that have it. */
  readonly scope: Scope;
}

const having = (name: string, schema: Json): Json => ({
  type: 'object',
  required: [name],
  properties: { [name]: schema },
});
const campaign = having('acquisition_campaign', having('api_key', text));
const list = having('subscription_list', having('id', text));

/** The members of a test event's body, by the group of its type, and those that it needs (`testcallbackRequest-*`). */
const testBodies: Readonly<Record<string, readonly [members: Json, required: string[]]>> = {
  ack: [{ participant: campaign }, ['participant']],
  company: [{ participant: true }, []],
  event: [{ event_processed: true }, []],
  person: [{ person: true }, []],
  device: [{ person: true, push_device: true }, []],
  subscription: [{ subscription: list }, ['subscription']],
  list: [{ subscription_list: true }, []],
};

/** Reads the body of a test event. */
export function readTestRequest(body: unknown): Read<TestRequest> {
  const type = at(body, 'callback_type');
  if (!isCallbackType(type)) return { errors: ['The callback_type field is required, and must be a known type'] };
  if (withoutTestBody.includes(type)) return { errors: [`There is no test event of the type ${type}`] };
  const group = type.startsWith('subscription_list') ? 'list' : (type.split('_')[0] ?? '');
  const [members, required] = testBodies[group] ?? [{}, []];
  const errors = complaints(`test ${group}`, () => object({ callback_type: text, ...members }, required), body);
  if (errors.length > 0) return { errors };
  const named = {
    campaign_id: group === 'ack' ? at(body, 'participant', 'acquisition_campaign', 'api_key') : undefined,
    list_id: at(body, 'subscription', 'subscription_list', 'id'),
    app_id: at(body, 'push_device', 'app_id'),
  };
  const texts = Object.entries(named).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { value: { type, scope: Object.fromEntries(texts) } };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(
    (found: unknown, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    value,
  );
}
