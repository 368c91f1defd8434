import { createHash, timingSafeEqual } from 'node:crypto';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The credentials of an `Authorization: Basic …` header (RFC 7617 §2), or undefined if it is not one. The first colon
 * ends the user name, so a password may contain colons.
 */
export function parseBasicAuth(header: string): Credentials | undefined {
  const token = /^\s*basic +([a-z0-9+/]+={0,2})\s*$/i.exec(header)?.[1];
  if (token === undefined) return undefined;
  const text = decodeText(Buffer.from(token, 'base64'));
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * Whether both are equal, in constant time: it does not reveal which of the two differs, or how.
 * @param otherUsername accepted too: the secret keeps the user name that it was created with, because another one would
 * generate another password
 */
export function sameCredentials(given: Credentials, expected: Credentials, otherUsername: string): boolean {
  const sameName = sameUserName(given, expected, otherUsername);
  const samePassword = sameText(given.password, expected.password);
  return sameName && samePassword;
}

/** Whether the user name is one of the two accepted ones. For the log, which says what was wrong. */
export function sameUserName(given: Credentials, expected: Credentials, otherUsername: string): boolean {
  const asStored = sameText(given.username, expected.username);
  const asSet = sameText(given.username, otherUsername);
  return asStored || asSet;
}

/** Digests have the same length, so the time does not even reveal the length of the expected text. */
function sameText(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * RFC 7617 §2.1 leaves the charset to the client unless the challenge names one: UTF-8 in current clients, Latin-1 in
 * older ones.
 */
function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
