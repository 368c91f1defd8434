import type { IncomingMessage } from 'node:http';

const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a program on this machine asks, or a page of the local cloud itself, and no other page in a browser: that would
 * name the page, or, where its name was made to point here, the host that it believes to speak to.
 * @param moreNames more host names of this machine
 */
export function isFromThisMachine(
  { headers }: Pick<IncomingMessage, 'headers'>,
  moreNames: readonly string[] = [],
): boolean {
  const { host = '', origin } = headers;
  const isOwnPage = origin === `http://${host}`;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (origin === undefined || isOwnPage) && [...ownNames, ...moreNames].includes(name);
}
