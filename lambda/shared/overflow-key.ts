import { randomUUID } from 'node:crypto';

const day = String.raw`\d{4}-\d{2}-\d{2}`;
const time = String.raw`\d{2}\.\d{2}\.\d{2}\.\d{3}`;
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const generated = new RegExp(`^overflow/(?:${day}/${time}|again/${uuid})-${uuid}\\.json$`);

/**
 * The key of a new overflow object: `overflow/<YYYY-MM-DD>/<HH.MM.SS.mmm>-<uuid>.json`. Nothing in it comes from the
 * caller: a caller can choose the gateway's request id, and choose it twice.
 */
export function overflowKey(receivedAt: string): string {
  const at = receivedAt.slice(11, 23).replaceAll(':', '.');
  return `overflow/${receivedAt.slice(0, 10)}/${at}-${randomUUID()}.json`;
}

/** Where an operator puts an event's request that is sent again: a new key each time. */
export function sentAgainKey(eventId: string): string {
  return `${sentAgainFolder}${eventId}-${randomUUID()}.json`;
}

export const sentAgainFolder = 'overflow/again/';

/**
 * Whether a key is one of the above. Version 0.1.0 named an object after its request id, and kept no record of what
 * became of it.
 */
export function isGeneratedKey(key: string): boolean {
  return generated.test(key);
}
