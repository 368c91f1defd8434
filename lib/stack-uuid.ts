import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * The UUID that ends the stack's id: new at each creation, the same for all of a stack's life.
 * A name that ends with it is known before the resource exists, and does not collide with what an earlier stack retained.
 */
export function stackUuid(scope: Construct): string {
  return Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
}
