import type { IncomingMessage } from 'node:http';

/**
 * Whether a program on this machine asks, and no page in a browser: that would name the page, or, where its name was
 * made to point here, the host that it believes to speak to.
 */
export function isFromThisMachine({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  return headers.origin === undefined && ['127.0.0.1', 'localhost'].includes(host);
}
