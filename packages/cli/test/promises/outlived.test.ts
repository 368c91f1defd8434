import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { clientOptions, type OpsCloud, startOpsCloud } from '../support/ops-cloud';
import { moMessage } from '../support/rehearsal';

// docs/DATA.md, "Take back data that outlived its stack", with the calls that its AWS CLI lines make: the old stack's data
// goes into a new one, and each callback is published once in total.

const newFolder = temporaryFolder();
let cloud: OpsCloud;
let sqs: SQSClient;
let dynamodb: DynamoDBClient;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startOpsCloud(join(newFolder(), 'data'));
  const options = clientOptions(cloud.dataDir);
  sqs = new SQSClient(options);
  dynamodb = new DynamoDBClient(options);
  s3 = new S3Client({ ...options, forcePathStyle: true });
});

/** As the old stack's ingest stored it. */
const stored = (id: string) =>
  encodeEnvelope(
    envelopeOf({ body: moMessage(id), requestId: `request-${id}`, path: '/sms/mo', proof: 'basic:current' }),
  );
const published = () => cloud.events().map(({ detail }) => detail.data.messageId);

async function makeQueue(name: string, attributes: Record<string, string> = {}) {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return { url: QueueUrl, arn: await arnOf(QueueUrl) };
}

async function arnOf(QueueUrl: string | undefined): Promise<string> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return Attributes?.QueueArn ?? '';
}

/** A queue of the old stack, with messages in it. */
async function oldQueue(name: string, ids: readonly string[]) {
  const queue = await makeQueue(name);
  for (const id of ids) await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: stored(id) }));
  return queue;
}

const moveTo = async (SourceArn: string, output: string) =>
  sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: await arnOf(cloud.outputs[output]) }));

/** Items of the old ledger after a callback was published; then there is a new stack, which does not know them. */
async function oldLedger(id: string): Promise<NonNullable<ScanCommandOutput['Items']>> {
  await cloud.send('CallbackQueueUrl', stored(id));
  await cloud.drained();
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: cloud.outputs.LedgerTableName }));
  await cloud.control('POST', 'reset');
  return Items;
}

it('messages, ledger and bucket of an old stack: each callback is published once', async () => {
  const items = await oldLedger('published-before');
  expect(items.length).toBeGreaterThan(0);
  expect(published()).toEqual([]);

  // The ledger, twice: an interrupted copy starts again, and items of the new one stay.
  for (const Item of [...items, ...items]) {
    const put = { TableName: cloud.outputs.LedgerTableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
    await dynamodb.send(new PutItemCommand(put)).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
  }

  // The bucket: a copied envelope that was too large for a message notifies the new queue.
  const copy = { Bucket: cloud.outputs.BucketName, Key: 'overflow/2026-05-06/request-large.json' };
  await s3.send(new PutObjectCommand({ ...copy, Body: stored('large') }));
  expect((await s3.send(new GetObjectCommand(copy))).ContentLength).toBeGreaterThan(0);

  // The dead-letter queue as it is; the callback queue becomes a dead-letter queue for a moment.
  const dead = await oldQueue('old-dead', ['dead']);
  const callbacks = await oldQueue('old-callbacks', ['waiting-1', 'waiting-2', 'published-before', 'large']);
  const lever = (arn: string) => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 }),
  });
  const feeder = await makeQueue('old-retries', lever(dead.arn));
  const made = await makeQueue('vibes-lever', lever(callbacks.arn));
  await moveTo(dead.arn, 'CallbackQueueUrl');
  await moveTo(callbacks.arn, 'CallbackQueueUrl');
  const left = async (QueueUrl: string) => {
    const asked = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessages' as const] };
    return Number((await sqs.send(new GetQueueAttributesCommand(asked))).Attributes?.ApproximateNumberOfMessages);
  };
  while ((await left(dead.url)) + (await left(callbacks.url)) > 0) await new Promise((done) => setTimeout(done, 50));
  for (const { url } of [made, feeder]) await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  await cloud.drained();

  expect([...published()].sort()).toEqual(['dead', 'large', 'waiting-1', 'waiting-2']);
  const { callbacks: found } = (await cloud.ops('find', 'published-before')).json;
  expect(found).toMatchObject([{ state: 'published' }]);
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);
});
