import type { Envelope } from '../core/envelope';
import { sha256Hex } from '../core/identity';

/** `overflow/<YYYY-MM-DD>/<requestId>.json`. A caller can choose the gateway's request id, but not where it leads. */
export function overflowKey({ receivedAt, requestId }: Envelope): string {
  const name = /^[\w-]{1,128}$/.test(requestId) ? requestId : sha256Hex(requestId);
  return `overflow/${receivedAt.slice(0, 10)}/${name}.json`;
}
