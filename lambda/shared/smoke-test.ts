import type { Envelope } from './envelope';

/** The whole body of an operator's test. It has no room for a callback besides the id. */
const body = /^\{"smokeTest":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"\}$/;

/** Longer than that body. */
const maxBytes = 100;

/**
 * The id of an operator's test; undefined for a callback. Sending one takes the MO route's password (decision 0013),
 * and it contains only the id, so a callback cannot hide in it.
 */
export function smokeTestId({ proof, headers, body: bytes }: Envelope): string | undefined {
  if (!proof.startsWith('basic:') || headers[smokeTestHeader] === undefined || bytes.byteLength > maxBytes) {
    return undefined;
  }
  return body.exec(Buffer.from(bytes).toString('latin1'))?.[1];
}

/** Header of an operator's own test callback, which is not counted as Vibes' (decision 0013). */
export const smokeTestHeader = 'x-vibes-callbacks-smoke-test';
