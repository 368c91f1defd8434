import { type Envelope, encodeEnvelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import { sha256Hex } from '../shared/sha-256';
import { budget } from './budget';
import { withDeadline } from './deadline';
import type { IngestDeps } from './deps';

/** What SQS takes at most: 1 MiB, in bytes of UTF-8. */
export const maxMessageBytes = 1_048_576;

export type Stored =
  | { readonly outcome: 'stored' }
  /** In the bucket, because no message holds it. */
  | { readonly outcome: 'stored-large' }
  /** In the bucket, because the queue refused it, failed or was slow. `cause` is a code. */
  | { readonly outcome: 'overflowed'; readonly cause: string }
  | { readonly outcome: 'store-failed'; readonly cause: string };

/** Keeps the envelope: in the queue, else in the overflow bucket. */
export async function store(envelope: Envelope, deps: IngestDeps, endsAtMs: number): Promise<Stored> {
  const text = encodeEnvelope(envelope);
  // Pure ASCII: its length is its size.
  const isLarge = text.length > maxMessageBytes;
  const refusal = isLarge ? undefined : await send(text, deps, endsAtMs);
  if (!isLarge && refusal === undefined) return { outcome: 'stored' };
  try {
    await withDeadline(endsAtMs - deps.now(), (signal) => deps.overflow.put(overflowKey(envelope), text, signal));
    return refusal === undefined ? { outcome: 'stored-large' } : { outcome: 'overflowed', cause: refusal };
  } catch (error) {
    return { outcome: 'store-failed', cause: `${refusal ?? 'TooLarge'}, ${errorCode(error)}` };
  }
}

/** Why the queue did not take it, or undefined. */
async function send(text: string, deps: IngestDeps, endsAtMs: number): Promise<string | undefined> {
  const isFirst = !deps.queue.hasTaken();
  const limitMs = Math.min(isFirst ? budget.firstQueueMs : budget.queueMs, endsAtMs - deps.now());
  const slow = isFirst ? undefined : setTimeout(() => deps.overflow.prepare(), budget.prepareMs);
  try {
    await withDeadline(limitMs, (signal) => deps.queue.send(text, signal));
    return undefined;
  } catch (error) {
    return errorCode(error);
  } finally {
    clearTimeout(slow);
  }
}

/** `overflow/<YYYY-MM-DD>/<requestId>.json`. A caller can choose the gateway's request id, but not where it leads. */
export function overflowKey({ receivedAt, requestId }: Envelope): string {
  const name = /^[\w-]{1,128}$/.test(requestId) ? requestId : sha256Hex(requestId);
  return `overflow/${receivedAt.slice(0, 10)}/${name}.json`;
}
