// Published events again, from the archive to a rule of the stack's own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeReplayCommand, DescribeRuleCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { startLocalCloud } from '../support/start-local-cloud';

jest.setTimeout(60_000);

const newFolder = temporaryFolder();

function addRule(template: EditableTemplate): void {
  const [bus = ''] = resourcesOf(template, 'AWS::Events::EventBus')[0] ?? [];
  const queueArn = { 'Fn::GetAtt': ['Orders', 'Arn'] };
  Object.assign(template.Resources, {
    Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
    OrdersRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'orders',
        EventBusName: { Ref: bus },
        EventPattern: { source: ['vibes.callbacks'] },
        Targets: [{ Id: 'queue', Arn: queueArn }],
      },
    },
    OrdersPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Orders' }],
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
  });
}

it('a replay brings an event to the rule once more, with its id and the name of the replay', async () => {
  const assembly = await patchedAssembly(addRule, newFolder());
  const cloud = await startLocalCloud({ dataDir: newFolder(), more: ['--assembly', assembly] });
  const access = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
  const { events, sqs, destroy } = clientsOf(access.endpoint, access);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
  const receive = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    return JSON.parse(Messages[0]?.Body ?? 'null');
  };
  expect((await fetch(cloud.outputs.SmsReceiptUrl ?? '', { method: 'POST', body: 'a callback' })).status).toBe(200);
  const first = await receive();
  const EventBusName = cloud.outputs.EventBusName;
  const { Arn: ruleArn = '' } = await events.send(new DescribeRuleCommand({ Name: 'orders', EventBusName }));
  const ReplayName = 'again';
  await events.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: cloud.outputs.EventArchiveArn,
      EventStartTime: new Date(Date.now() - 60_000),
      EventEndTime: new Date(Date.now() + 60_000),
      Destination: { Arn: `arn:aws:events:us-east-1:000000000000:event-bus/${EventBusName}`, FilterArns: [ruleArn] },
    }),
  );
  const second = await receive();
  expect(second).toEqual({ 'replay-name': ReplayName, ...first });
  await until(async () => (await events.send(new DescribeReplayCommand({ ReplayName }))).State === 'COMPLETED');
  expect(cloud.events()).toHaveLength(1);
  destroy();
  await cloud.stop();
});
