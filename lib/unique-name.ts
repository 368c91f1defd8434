import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * A name that is known before the resource exists, so that a policy can name what refers to it, and that does not collide
 * with what an earlier stack retained: the UUID that ends a stack's id is new at each creation, then stays. 42 characters long:
 * an archive's name has room for 48. A second one of a kind says with `suffix` what it is.
 */
export function uniqueName(scope: Construct, suffix = ''): string {
  return `vibes-${Fn.select(2, Fn.split('/', Stack.of(scope).stackId))}${suffix}`;
}
