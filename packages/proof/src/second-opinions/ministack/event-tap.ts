import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Ministack } from './start-ministack';

export interface EventTap {
  /** How many came that were not read. */
  count(): Promise<number>;
  /** What came since the last time, as EventBridge delivers it: JSON, one a string. */
  read(): Promise<readonly string[]>;
}

/** A rule that takes every event of the bus, and a queue behind it. */
export async function tapEvents({ access }: Ministack, bus: string): Promise<EventTap> {
  const sqs = new SQSClient(access);
  const eventBridge = new EventBridgeClient(access);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'published-events' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const rule = { EventBusName: bus, Name: 'every-event' };
  await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":[{"prefix":""}]}' }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }];
  await eventBridge.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: bus, Targets }));
  return {
    count: async () => {
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      return Number(answer.Attributes?.ApproximateNumberOfMessages);
    },
    read: () => readAll(sqs, QueueUrl),
  };
}

async function readAll(sqs: SQSClient, QueueUrl: string | undefined): Promise<readonly string[]> {
  const events: string[] = [];
  for (;;) {
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    if (Messages.length === 0) return events;
    events.push(...Messages.map(({ Body }) => Body ?? ''));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
