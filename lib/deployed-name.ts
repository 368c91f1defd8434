import { Aws, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** In the context of an app whose template is deployed by other means than CDK, under a name that is not known yet. */
export const anyStackName = 'vibes-callbacks:any-stack-name';

/** The stack's name: what names of alarms begin with, and the dimension of the metrics. */
export function deployedName(scope: Construct): string {
  const stack = Stack.of(scope);
  return stack.node.tryGetContext(anyStackName) === true ? Aws.STACK_NAME : stack.stackName;
}
