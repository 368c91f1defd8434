import { parseJson } from '../shared/json';
import type { Credentials } from './basic-auth';

/** The MO secret: `{"username", "password"}`. Undefined for anything else. */
export function parseMoSecret(text: string): Credentials | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const { username, password } = value;
  if (!isFilled(username) || !isFilled(password)) return undefined;
  return { username, password };
}

/** The RBM secret: the text as Vibes gave it, or `{"secret"}`. Undefined for any other object, and for nothing. */
export function parseRbmSecret(text: string): string | undefined {
  const value = parseJson(text);
  const secret = isObject(value) ? value.secret : text;
  return isFilled(secret) ? secret : undefined;
}

/** An array too: it is no text that somebody has chosen for a secret. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** An empty password would let in whoever sends none. */
function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
