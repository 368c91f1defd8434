import { parseJson } from '../shared/json';
import type { Credentials } from './basic-auth';

/** Why a text is not a secret: fixed words, so that they may be logged. */
export type Damage =
  | 'blank'
  | 'not JSON'
  | 'not an object'
  | `${'empty' | 'no'} ${'user name' | 'password' | 'secret'}`;

/** A secret, or what is wrong with the text that should be one. */
export type Parsed<Secret> =
  | { readonly secret: Secret; readonly damage?: undefined }
  | { readonly secret?: undefined; readonly damage: Damage };

/** The MO secret: `{"username", "password"}`. */
export function parseMoSecret(text: string): Parsed<Credentials> {
  if (isBlank(text)) return { damage: 'blank' };
  const value = parseJson(text);
  if (value === undefined) return { damage: 'not JSON' };
  if (!isObject(value)) return { damage: 'not an object' };
  const { username, password } = value;
  if (!isFilled(username)) return { damage: lackOf(username, 'user name') };
  if (!isFilled(password)) return { damage: lackOf(password, 'password') };
  return { secret: { username, password } };
}

/** The RBM secret: the text as Vibes gave it, or `{"secret"}`. Other objects, and cut-off ones, are damage. */
export function parseRbmSecret(text: string): Parsed<string> {
  if (isBlank(text)) return { damage: 'blank' };
  const value = parseJson(text);
  if (value === undefined && /^\s*[[{]/.test(text)) return { damage: 'not JSON' };
  if (value === null || Array.isArray(value)) return { damage: 'not an object' };
  const secret = isObject(value) ? value.secret : text;
  return isFilled(secret) ? { secret } : { damage: lackOf(secret, 'secret') };
}

/** True for arrays too: like objects, they are never a secret's text. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** An empty password would let in callers that send none. */
function isFilled(value: unknown): value is string {
  return typeof value === 'string' && !isBlank(value);
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function lackOf<What extends 'user name' | 'password' | 'secret'>(value: unknown, what: What) {
  return typeof value === 'string' ? (`empty ${what}` as const) : (`no ${what}` as const);
}
