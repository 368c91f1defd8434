import type { Pluggable } from '@smithy/types';

const actions = new WeakMap<object, string>();

/** Operations whose IAM action has another name. */
const otherNames: Readonly<Record<string, string>> = {
  's3:ListObjectsV2': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:CopyObject': 's3:PutObject',
  'apigateway:TestInvokeMethod': 'apigateway:POST',
  'apigateway:TestInvokeAuthorizer': 'apigateway:POST',
  'apigateway:GetRestApi': 'apigateway:GET',
  'apigateway:GetResources': 'apigateway:GET',
  'apigateway:GetMethod': 'apigateway:GET',
  'apigateway:GetStage': 'apigateway:GET',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
};

/** The IAM action of the call that failed with this error. */
export function calledAction(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? actions.get(error) : undefined;
}

/** Remembers which call each error belongs to, because not every service says so. */
export function noteCalls<Input extends object, Output extends object>(service: string): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            try {
              return await next(args);
            } catch (error) {
              if (typeof error === 'object' && error !== null) {
                const action = `${service}:${(commandName ?? '').replace(/Command$/, '')}`;
                actions.set(error, otherNames[action] ?? action);
              }
              throw error;
            }
          },
        { step: 'initialize', name: 'noteCalls', priority: 'high' },
      );
    },
  };
}
