import { createHash } from 'node:crypto';
import { platformEvent } from '../../callbacks/platform-event';
import { type CallbackBuilder, callbackOf, type ExpectedEvent } from '../callback';

export const garbageEvent: ExpectedEvent = {
  detailType: 'Unrecognized Callback',
  keyOf: ({ sha256 }) => `unrecognized ${sha256}`,
};

/** By the route whose rules are the hardest of the four channels: a 4XX is final. */
const form = { ...platformEvent, write: (body: Buffer) => ({ headers, body }) };
const headers = { 'content-type': 'application/octet-stream' };

/** Bytes of no known format: they must come out as an Unrecognized Callback. */
export const garbage: CallbackBuilder = (random) => {
  const body = Buffer.from(random.hex(2 * random.int(16, 400)), 'hex');
  const sha256 = createHash('sha256').update(body).digest('hex');
  return [callbackOf(form, garbageEvent.keyOf({ sha256 }), () => [body, null])];
};
