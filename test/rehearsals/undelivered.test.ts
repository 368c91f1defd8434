import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { PurgeQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../support/ops-cloud';
import { type EditableTemplate, resourcesOf } from '../support/patched-assembly';
import { moMessage, type Rehearsal, rehearse } from '../support/rehearsal';
import { shopAssembly } from '../support/shop-assembly';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

jest.setTimeout(180_000);

const newFolder = temporaryFolder();
const good = join(newFolder(), 'good');
const rehearsal = rehearse({
  more: (folder) => {
    cpSync(shopAssembly(good), folder, { recursive: true });
    misspellTarget(join(folder, 'Shop.template.json'));
    return ['--assembly', folder];
  },
});

it('OrdersUndelivered: the target is there again, and gets from the archive what it missed', async () => {
  const cloud = rehearsal();
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('OrdersUndelivered');
  // A stack of another name is found without saying it, and by its name.
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.err).toContain('Shop-OrdersUndelivered is in alarm: docs/RUNBOOK.md#undelivered');
  expect((await cloud.ops('status', '--stack', 'Shop')).json.alarms).toEqual(found.json.alarms);

  const sqs = new SQSClient(clientOptions(cloud.dataDir));
  const undelivered = await queueOf(cloud, 'OrdersUndelivered');
  const look = { QueueUrl: undelivered, MessageAttributeNames: ['ERROR_CODE', 'ERROR_MESSAGE'], VisibilityTimeout: 0 };
  const { Messages: [letter] = [] } = await sqs.send(new ReceiveMessageCommand(look));
  expect(letter?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('NO_RESOURCE');

  await cloud.control('POST', 'deploy', { assembly: good });
  const replayed = await cloud.ops('replay', '--from', '1h', '--to', '0s', '--rule', 'Orders', '--yes');
  expect([replayed.code, replayed.json.state]).toEqual([0, 'COMPLETED']);
  await sqs.send(new PurgeQueueCommand({ QueueUrl: undelivered }));

  await cloud.ends('OrdersUndelivered');
  const QueueUrl = await queueOf(cloud, 'OrderQueue');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body).detail.data.messageId)).toEqual(['one']);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});

/** The rule's target is a queue that there is not. */
function misspellTarget(path: string): void {
  const template: EditableTemplate = JSON.parse(readFileSync(path, 'utf8'));
  const [, rule] = resourcesOf(template, 'AWS::Events::Rule').find(([id]) => id.includes('Orders')) ?? [];
  const [target] = (rule?.Properties.Targets ?? []) as { Arn: unknown }[];
  if (target === undefined) throw new Error('the rule has no target');
  target.Arn = { 'Fn::Sub': `arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:ordres` };
  writeFileSync(path, JSON.stringify(template));
}

/** As the runbook's line finds it. */
async function queueOf(cloud: Rehearsal, part: string): Promise<string> {
  const client = new CloudFormationClient(clientOptions(cloud.dataDir));
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: 'Shop' })) {
    const queue = StackResourceSummaries.find(
      ({ ResourceType, LogicalResourceId = '' }) =>
        ResourceType === 'AWS::SQS::Queue' && LogicalResourceId.includes(part),
    );
    if (queue?.PhysicalResourceId !== undefined) return queue.PhysicalResourceId;
  }
  throw new Error(`no queue ${part}`);
}
