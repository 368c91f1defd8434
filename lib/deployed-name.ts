import { Aws, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** CDK context key for a template that is deployed without CDK, under a name that is not known yet. */
export const anyStackName = 'vibes-callbacks:any-stack-name';

/** The stack's name: alarm names begin with it, and it is a dimension of the metrics. */
export function deployedName(scope: Construct): string {
  const stack = Stack.of(scope);
  return stack.node.tryGetContext(anyStackName) === true ? Aws.STACK_NAME : stack.stackName;
}
