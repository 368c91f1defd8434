import { createHash } from 'node:crypto';
import type { CallbackBuilder } from '../callback';

/** Bytes of no known format, by a route that keeps everything: they must come out as an Unrecognized Callback. */
export const garbage: CallbackBuilder = (random) => {
  const body = Buffer.from(random.hex(2 * random.int(16, 400)), 'hex');
  const sha256 = createHash('sha256').update(body).digest('hex');
  return [
    {
      key: `unrecognized ${sha256}`,
      kind: 'garbage',
      // A 4XX is final: the hardest rules of the four channels.
      channel: 'platform',
      method: 'POST',
      route: '/platform',
      authentication: 'source',
      document: () => ({ headers: { 'content-type': 'application/octet-stream' }, body }),
    },
  ];
};
