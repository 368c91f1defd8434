import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The credentials of callers of the control API, new in each run. */
export interface ControlKeys {
  /** The data folder's, in the header `x-local-token`: it opens everything. */
  readonly token: string;
  /** The inbox page's, in the header `x-local-page`: it opens what the page needs. */
  readonly pass: string;
}

/** What replaces code, secrets or data: a program that can read the data folder may ask for it, and no page. */
const ofTokenAlone = /^POST (?:deploy|reset|secrets\/.*)$/;

/**
 * Whether the caller may do this. No cookie counts: a browser sends it to every port of a host, and so to other users.
 * @param name `POST deploy`
 */
export function mayCall(
  name: string,
  { headers }: Pick<IncomingMessage, 'headers'>,
  { token, pass }: ControlKeys,
): boolean {
  const { 'x-local-token': shownToken, 'x-local-page': shownPass } = headers;
  if (shownToken !== undefined) return same(String(shownToken), token);
  return shownPass !== undefined && !ofTokenAlone.test(name) && same(String(shownPass), pass);
}

function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
