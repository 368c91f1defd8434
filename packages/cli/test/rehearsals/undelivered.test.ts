import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { PurgeQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { synthesize } from '../../../../test/lib/synth';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { graft } from '../support/graft';
import { clientOptions } from '../support/ops-cloud';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { moMessage, type Rehearsal, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const newFolder = temporaryFolder();
const withOrders = synthesize({}, (callbacks, stack) => {
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'OrderQueue')) });
});
const rehearsal = rehearse({ more: async (folder) => ['--assembly', await patchedAssembly(misspelt, folder)] });

it('OrdersUndelivered: the target is there again, and gets from the archive what it missed', async () => {
  const cloud = rehearsal();
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('OrdersUndelivered');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.err).toContain('OrdersUndelivered is in alarm: docs/RUNBOOK.md#undelivered');

  const sqs = new SQSClient(clientOptions(cloud.dataDir));
  const undelivered = await queueOf(cloud, 'OrdersUndelivered');
  const look = { QueueUrl: undelivered, MessageAttributeNames: ['ERROR_CODE', 'ERROR_MESSAGE'], VisibilityTimeout: 0 };
  const { Messages: [letter] = [] } = await sqs.send(new ReceiveMessageCommand(look));
  expect(letter?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('NO_RESOURCE');

  const assembly = await patchedAssembly((template) => graft(template, withOrders), newFolder());
  await cloud.control('POST', 'deploy', { assembly });
  // A replay ends ten minutes ago at the latest: it is typed a quarter of an hour later.
  const now = () => Date.now() + 15 * 60_000;
  const replayed = await cloud.say(['replay', '--from', '1h', '--to', '0s', '--rule', 'Orders', '--yes'], { now });
  expect([replayed.code, replayed.out]).toEqual([0, expect.stringContaining('COMPLETED')]);
  await sqs.send(new PurgeQueueCommand({ QueueUrl: undelivered }));

  await cloud.ends('OrdersUndelivered');
  const QueueUrl = await queueOf(cloud, 'OrderQueue');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body).detail.data.messageId)).toEqual(['one']);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});

/** The rule's target is a queue that there is not. */
function misspelt(template: EditableTemplate): void {
  graft(template, withOrders);
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Events::Rule')) {
    const [target] = (Properties.Targets ?? []) as { Arn: unknown }[];
    const nowhere = { 'Fn::Sub': `arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:ordres` };
    if (id.includes('Orders') && target !== undefined) target.Arn = nowhere;
  }
}

/** As the runbook's line finds it. */
async function queueOf(cloud: Rehearsal, part: string): Promise<string> {
  const client = new CloudFormationClient(clientOptions(cloud.dataDir));
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client },
    { StackName: cloud.stackName },
  )) {
    const queue = StackResourceSummaries.find(
      ({ ResourceType, LogicalResourceId = '' }) =>
        ResourceType === 'AWS::SQS::Queue' && LogicalResourceId.includes(part),
    );
    if (queue?.PhysicalResourceId !== undefined) return queue.PhysicalResourceId;
  }
  throw new Error(`no queue ${part}`);
}
