import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * A name that is known before the resource exists, so that a policy can refer to it, and that does not collide with
 * what an earlier stack retained: it has the UUID at the end of the stack's id, which is new at each creation and then
 * stays. It is 42 characters long; an archive's name may have 48. `suffix` tells a second resource of the same kind
 * apart.
 */
export function uniqueName(scope: Construct, suffix = ''): string {
  return `vibes-${Fn.select(2, Fn.split('/', Stack.of(scope).stackId))}${suffix}`;
}
