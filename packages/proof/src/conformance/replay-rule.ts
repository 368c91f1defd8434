import type { StackChange } from './stack-change';

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
