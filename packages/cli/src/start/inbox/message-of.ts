import type { MessageKey } from '../../../../../lambda/outcomes/fold';
import { readReceipt } from '../../../../../lambda/outcomes/receipt';

/** The message that an event is a receipt of; undefined for any other event. */
export function messageOf(event: string): MessageKey | undefined {
  try {
    // Ids that do not look like ids are hashed with the stack's key, which is not known here: these are not found.
    return readReceipt(JSON.parse(event), 'unknown')?.key;
  } catch {
    return undefined;
  }
}
