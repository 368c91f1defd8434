import { type Envelope, encodeEnvelope } from '../core/envelope';
import { budget } from './budget';
import type { IngestDeps } from './deps';
import { errorCode } from './error-code';
import { overflowKey } from './overflow-key';
import { within } from './within';

/** What SQS takes at most: 1 MiB, in bytes of UTF-8. */
export const maxMessageBytes = 1_048_576;

export type Stored =
  | { readonly outcome: 'stored' }
  /** In the bucket, because the queue could not have it. `cause` is a code. */
  | { readonly outcome: 'overflowed'; readonly cause: string }
  | { readonly outcome: 'store-failed'; readonly cause: string };

/** Keeps the envelope: in the queue, else in the overflow bucket. */
export async function store(envelope: Envelope, deps: IngestDeps, endsAtMs: number): Promise<Stored> {
  const text = encodeEnvelope(envelope);
  // Pure ASCII: its length is its size.
  const refusal = text.length > maxMessageBytes ? 'TooLarge' : await send(text, deps);
  if (refusal === undefined) return { outcome: 'stored' };
  try {
    await within(endsAtMs - deps.now(), (signal) => deps.overflow.put(overflowKey(envelope), text, signal));
    return { outcome: 'overflowed', cause: refusal };
  } catch (error) {
    return { outcome: 'store-failed', cause: `${refusal}, ${errorCode(error)}` };
  }
}

/** Why the queue did not take it, or undefined. */
async function send(text: string, deps: IngestDeps): Promise<string | undefined> {
  const slow = setTimeout(() => deps.overflow.prepare(), budget.prepareMs);
  try {
    await within(budget.queueMs, (signal) => deps.queue.send(text, signal));
    return undefined;
  } catch (error) {
    return errorCode(error);
  } finally {
    clearTimeout(slow);
  }
}
