import type { IncomingMessage } from 'node:http';

const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether the caller is a program on this machine or a page of the local cloud itself, and not another page in a
 * browser: a browser would name that page or, if its name was made to point here, the host that it believes it talks
 * to.
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
