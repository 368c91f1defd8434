import { compilePattern } from './compile-pattern';
import { eventFields } from './event-fields';
import { readJsonTree } from './json-tree';
import { matchesEvent } from './match-event';

/**
 * Whether EventBridge would let an event pass, as `TestEventPattern` answers it.
 * @throws LocalCloudError for a pattern that EventBridge refuses
 */
export function matchesPattern(pattern: string, event: string): boolean {
  return matchesEvent(compilePattern(pattern, 'the test'), eventFields(readJsonTree(event)));
}
