import { LocalCloudError } from '../base/local-cloud-error';
import type { Stack } from './read-stack';

/**
 * Another stack in place of the running one.
 * @throws LocalCloudError when it differs by more than can be exchanged while it runs
 */
export function nextStack(current: Stack, next: Stack): Stack {
  const same =
    next.behindTheServer === current.behindTheServer && (next.api === undefined) === (current.api === undefined);
  const known = next.functions.every(({ logicalId }) => current.functions.some((one) => one.logicalId === logicalId));
  if (same && known) return next;
  throw new LocalCloudError(
    'needs-restart',
    'More than routes and functions changed: stop the local cloud and start it again.',
  );
}

/** The same, with a function's code from another folder. */
export function withCode(stack: Stack, logicalId: string, bundleDirectory: string): Stack {
  const functions = stack.functions.map((one) => (one.logicalId === logicalId ? { ...one, bundleDirectory } : one));
  return { ...stack, functions };
}
