import type { SampleShape, SendRequest } from '../inbox/inbox-shapes';
import { base64OfBytes } from './base64';

export interface ReadyMadeSend {
  readonly name: string;
  /** The sample that it sends. */
  readonly sample: string;
  /** What is different: a password that is wrong, or bytes that are not a callback. */
  readonly change?: 'wrong password' | 'junk';
}

export const readyMadeSends: readonly ReadyMadeSend[] = [
  { name: 'Text message', sample: 'mo-message-keyword' },
  { name: 'Text message with emoji', sample: 'mo-message-emoji' },
  { name: 'Picture message', sample: 'mms-message-picture' },
  { name: 'Text delivered', sample: 'mt-message-response-handset' },
  { name: 'Text not delivered', sample: 'mt-message-response-failed-part' },
  { name: 'MMS received', sample: 'mms-delivery-report-retrieved' },
  { name: 'MMS rejected', sample: 'mms-delivery-report-rejected' },
  { name: 'RCS message', sample: 'rbm-user-message-text' },
  { name: 'RCS suggestion tapped', sample: 'rbm-user-message-suggestion' },
  { name: 'RCS message read', sample: 'rbm-user-event-read' },
  { name: 'Person added', sample: 'platform-person-added' },
  { name: 'Subscription removed', sample: 'platform-subscription-removed' },
  { name: 'Wrong password', sample: 'mo-message-keyword', change: 'wrong password' },
  { name: 'Junk', sample: 'platform-person-added', change: 'junk' },
];

/** @returns undefined if the local cloud has no such sample */
export function readyMadeRequest(
  { sample, change }: ReadyMadeSend,
  samples: readonly SampleShape[],
  nowMs = Date.now(),
): SendRequest | undefined {
  const found = samples.find(({ name }) => name === sample);
  if (found === undefined) return undefined;
  const { method, path, headers, base64 } = found;
  const request = { method, path, headers, base64, copies: 1 };
  if (change === 'wrong password') {
    const authorization = `Basic ${btoa('vibes:wrong')}`;
    return { ...request, headers: [...headers, ['authorization', authorization]], authenticate: false, newId: true };
  }
  if (change === 'junk') {
    // It has no id to change, so the time makes it a new one.
    const body = new TextEncoder().encode(`This is not a callback (${nowMs}).`);
    return { ...request, base64: base64OfBytes(body), authenticate: true, newId: false };
  }
  return { ...request, authenticate: true, newId: true };
}
