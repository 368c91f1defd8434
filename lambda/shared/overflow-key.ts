import { randomUUID } from 'node:crypto';

const day = String.raw`\d{4}-\d{2}-\d{2}`;
const time = String.raw`\d{2}\.\d{2}\.\d{2}\.\d{3}`;
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const generated = new RegExp(`^overflow/(?:${day}/${time}|again/${uuid})-${uuid}\\.json$`);

/**
 * The key of a new overflow object: `overflow/<YYYY-MM-DD>/<HH.MM.SS.mmm>-<uuid>.json`. Nothing in it comes from the
 * caller, who can choose the gateway's request id, even the same one twice.
 */
export function overflowKey(receivedAt: string): string {
  const at = receivedAt.slice(11, 23).replaceAll(':', '.');
  return `overflow/${receivedAt.slice(0, 10)}/${at}-${randomUUID()}.json`;
}

/** The key under which an operator sends an event's request again, new each time. */
export function sentAgainKey(eventId: string): string {
  return `${sentAgainFolder}${eventId}-${randomUUID()}.json`;
}

export const sentAgainFolder = 'overflow/again/';

/**
 * Whether one of the functions above made a key. Version 0.1.0 named objects after their request id, and did not record
 * what became of them.
 */
export function isGeneratedKey(key: string): boolean {
  return generated.test(key);
}
