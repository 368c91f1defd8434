import type { Template } from '@vibes-callbacks/local-cloud';
import { App, Stack } from 'aws-cdk-lib';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { families } from '../../../../lambda/reader/families';
import { outputPrefix } from '../../../../lib/output-names';
import { VibesCallbacks } from '../../../../lib/vibes-callbacks';
import type { StackChange } from './stack-change';

/** The subscriptions that `withSubscriptions` makes. */
export type SubscriptionName = 'Orders' | 'Answers';

/** The queue of the subscription `Orders`, and what the function of `Answers` logs of each event. */
export const ordersQueue = 'conformance-orders';
export const answeredLine = /conformance answered ([^\s"]+)/g;

const handler = `exports.handler = async ({ detail }) => {
  if (process.env.BROKEN) throw new Error('broken');
  console.log('conformance answered ' + detail.metadata.id);
};`;

/** With two subscriptions to every event, as `onCallback` makes them: `Orders` of a queue, `Answers` of a function. */
export function withSubscriptions({ Resources, Outputs, ...template }: Template): Template {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'VibesCallbacks');
  const callbacks = new VibesCallbacks(stack, 'Vibes');
  const types = Object.values(families).map(({ detailType }) => detailType);
  const queue = new Queue(stack, 'ConformanceOrders', { queueName: ordersQueue });
  callbacks.onCallback('Orders', { types, target: new SqsQueue(queue) });
  const answer = new Fn(stack, 'ConformanceAnswer', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(handler),
    // Lambda waits three minutes for the other two tries.
    retryAttempts: 0,
  });
  callbacks.onCallback('Answers', { types, target: new LambdaFunction(answer) });
  const made: Template = App.of(stack)?.synth().getStackByName('VibesCallbacks').template;
  return {
    ...template,
    Resources: { ...made.Resources, ...Resources },
    Outputs: { ...plainNames(made.Outputs ?? {}), ...Outputs },
  };
}

/** Of outputs, without the prefix that they have in a stack that is not the service's own. */
function plainNames<T>(outputs: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name.slice(outputPrefix.length), output]));
}

/** The rule's target, in a copy of the template. */
const targetIs = (arn: unknown, more: Readonly<Record<string, unknown>>): StackChange => ({
  only: 'SubscriptionsOrdersRule',
  properties: { 'AWS::Events::Rule': { Targets: [{ Id: 'Target0', Arn: arn, ...more }] } },
});
const nowhere = { 'Fn::Sub': `arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:nowhere` };
const keeps = { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['VibesSubscriptionsOrdersUndelivered2A451AF2', 'Arn'] } } };

export const targetIsGone = targetIs(nowhere, keeps);
export const targetIsBack = targetIs({ 'Fn::GetAtt': ['ConformanceOrders47D81BC2', 'Arn'] }, keeps);
export const withoutDeadLetterQueue = targetIs(nowhere, {});

const environment = (variables: Readonly<Record<string, string>>): StackChange => ({
  only: 'ConformanceAnswer',
  properties: { 'AWS::Lambda::Function': { Environment: { Variables: variables } } },
});
export const functionThrows = environment({ BROKEN: 'yes' });
export const functionWorks = environment({ BROKEN: '' });
export const withoutFailureDestination: StackChange = {
  without: { 'AWS::Lambda::EventInvokeConfig': ['DestinationConfig'] },
};

/** A customer's rule that takes every event, and the queue behind it: what a replay brings can be counted there. */
export const replayRule = 'ConformanceReplays';
export const replayQueue = 'conformance-replays';

const queueArn = { 'Fn::GetAtt': [replayRule, 'Arn'] };

export const withReplayRule: StackChange = {
  add: {
    [replayRule]: { Type: 'AWS::SQS::Queue', Properties: { QueueName: replayQueue } },
    [`${replayRule}Policy`]: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: replayRule }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queueArn,
            },
          ],
        },
      },
    },
    [`${replayRule}Rule`]: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: replayRule,
        EventBusName: { Ref: 'VibesEventsBus522BC2DD' },
        EventPattern: { source: ['vibes.callbacks'] },
        Targets: [{ Id: 'Queue', Arn: queueArn }],
      },
    },
  },
};
