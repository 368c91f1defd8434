import { isGeneratedKey } from '../shared/overflow-key';
import type { ConsumerDeps } from './deps';
import type { InvocationLimits } from './invocation';
import { failedCallback, isGivenBack, type Processed } from './outcome';

/**
 * Records that an overflow object is consumed, so that the daily sweep need not read it to find out. An object that
 * could not be recorded goes back to the queue: next time its callback is a duplicate.
 */
export async function noteConsumed(
  processed: readonly Processed[],
  { finishing }: InvocationLimits,
  { ledger, now }: Pick<ConsumerDeps, 'ledger' | 'now'>,
): Promise<readonly Processed[]> {
  const keys = new Set(processed.flatMap((one) => (isGivenBack(one) ? [] : generatedKeyOf(one))));
  if (keys.size === 0) return processed;
  const left = new Set(await ledger.noteConsumed([...keys], now(), finishing));
  return processed.map((one) => {
    const { received } = one;
    // An operator's test has no reason to go back to the queue.
    const isNoted = received === undefined || isGivenBack(one) || !generatedKeyOf(one).some((key) => left.has(key));
    return isNoted ? one : failedCallback(received, 'complete', 'object-not-noted');
  });
}

function generatedKeyOf({ handle: { objectKey } }: Processed): readonly string[] {
  return objectKey !== undefined && isGeneratedKey(objectKey) ? [objectKey] : [];
}
