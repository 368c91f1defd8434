import type { IncomingMessage } from 'node:http';

/**
 * Whether a program on this machine asks, or a page of the local cloud itself, and no other page in a browser: that would name the page, or, where its name was
 * made to point here, the host that it believes to speak to.
 */
export function isFromThisMachine({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { host = '', origin } = headers;
  const isOwnPage = origin === `http://${host}`;
  return (origin === undefined || isOwnPage) && ['127.0.0.1', 'localhost'].includes(host.replace(/:\d+$/, ''));
}
