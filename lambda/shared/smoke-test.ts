import type { Envelope } from './envelope';

/** The whole body of an operator's test: nothing of a callback fits beside its id. */
const body = /^\{"smokeTest":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"\}$/;

/** Longer than that body. */
const maxBytes = 100;

/**
 * The id of an operator's test, undefined for any callback. Only who has the password of the MO route can send one
 * (decision 0013), and what it says is the id alone: nobody hides a callback in it.
 */
export function smokeTestId({ proof, headers, body: bytes }: Envelope): string | undefined {
  if (!proof.startsWith('basic:') || headers[smokeTestHeader] === undefined || bytes.byteLength > maxBytes) {
    return undefined;
  }
  return body.exec(Buffer.from(bytes).toString('latin1'))?.[1];
}

/** Header of an operator's own test callback: what it brings is not counted as Vibes' (decision 0013). */
export const smokeTestHeader = 'x-vibes-callbacks-smoke-test';
