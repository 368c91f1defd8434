import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

type Asked = Pick<IncomingMessage, 'headers'>;

/** Whether the caller shows the data folder's token in the header `x-local-token`, or the cookie of its page. */
export function isOwner(request: Asked, token: string): boolean {
  const { 'x-local-token': header, cookie = '' } = request.headers;
  if (header !== undefined) return same(String(header), token);
  const prefix = `${cookieName(request)}=`;
  const kept = cookie.split('; ').find((one) => one.startsWith(prefix));
  return same(kept?.slice(prefix.length) ?? '', passOf(token));
}

/** The token that a page is opened with, `?token=…`. */
export function tokenInUrl({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): string | undefined {
  if (method !== 'GET') return undefined;
  return new URLSearchParams(url.replace(/^[^?]*/, '')).get('token') ?? undefined;
}

/** No script can read it, and no other site can send it. */
export function cookieOf(request: Asked, token: string): string {
  return `${cookieName(request)}=${passOf(token)}; Path=/_local/; HttpOnly; SameSite=Strict`;
}

/** Browsers send a cookie to every port of a host: each local cloud has its own. */
function cookieName({ headers }: Asked): string {
  return `local-page-${/:(\d+)$/.exec(headers.host ?? '')?.[1] ?? '80'}`;
}

/**
 * What the page shows in the token's place. Whoever listens at another port of this host gets its cookies: they are no
 * token, and no key of the AWS server, which is derived from the token.
 */
function passOf(token: string): string {
  return createHmac('sha256', token).update('inbox page').digest('hex');
}

function same(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
