import { type Envelope, encodeEnvelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import { overflowKey } from '../shared/overflow-key';
import { budget } from './budget';
import { withDeadline } from './deadline';
import type { IngestDeps } from './deps';

/** SQS' maximum message size: 1 MiB, in bytes of UTF-8. */
export const maxMessageBytes = 1_048_576;

export type Stored =
  | { readonly outcome: 'stored' }
  /** In the bucket, because it is too large for a message. */
  | { readonly outcome: 'stored-large'; readonly key: string }
  /** In the bucket, because the queue refused it, failed or was slow. `cause` is a code. */
  | { readonly outcome: 'overflowed'; readonly key: string; readonly cause: string }
  | { readonly outcome: 'store-failed'; readonly cause: string };

/** Stores the envelope: in the queue, otherwise in the overflow bucket. */
export async function store(envelope: Envelope, deps: IngestDeps, endsAtMs: number): Promise<Stored> {
  const text = encodeEnvelope(envelope);
  // The text is pure ASCII, so its length is its size.
  const isLarge = text.length > maxMessageBytes;
  const refusal = isLarge ? undefined : await send(text, deps, endsAtMs);
  if (!isLarge && refusal === undefined) return { outcome: 'stored' };
  const key = overflowKey(envelope.receivedAt);
  try {
    await withDeadline(endsAtMs - deps.now(), (signal) => deps.overflow.put(key, text, signal));
    return refusal === undefined ? { outcome: 'stored-large', key } : { outcome: 'overflowed', key, cause: refusal };
  } catch (error) {
    return { outcome: 'store-failed', cause: `${refusal ?? 'TooLarge'}, ${errorCode(error)}` };
  }
}

/** Why the queue did not accept it, or undefined. */
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
