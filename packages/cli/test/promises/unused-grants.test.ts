// A grant that is never used is not needed, or not tested: one run uses every grant of the stack's roles, except those
// in the list below, each with its reason.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { moMessage } from '../../../../test/support/mo-message';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import type { GrantCount } from '../../../local-cloud/src/aws/iam/grant-use';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { clientOptions, type OpsCloud, startOpsCloud } from '../support/ops-cloud';

const logs = 'the runtime of Lambda writes the logs, and no code of the function';
const poll = 'the poller of Lambda asks for it; the one here reads the size of the queue without a call';
/** `role action resource`, and why no run uses it. */
const unused: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['Challenge', 'Consumer', 'Ingest', 'Sweep'].flatMap((role) =>
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => [`${role} ${action} Logs`, logs]),
    ),
  ),
  'Consumer sqs:GetQueueAttributes CallbackQueueUrl': poll,
  'Consumer sqs:GetQueueAttributes RetryQueueUrl': poll,
};

const newFolder = temporaryFolder();
const samples = join(__dirname, '..', '..', 'samples');
const rbmSecret = 'rbm-secret';

let cloud: OpsCloud;
let dynamodb: DynamoDBClient;
let s3: S3Client;

beforeAll(async () => {
  const dataDir = join(newFolder(), 'data');
  cloud = await startOpsCloud(dataDir, ['--rbm-secret', rbmSecret]);
  dynamodb = new DynamoDBClient(clientOptions(dataDir));
  s3 = new S3Client({ ...clientOptions(dataDir), forcePathStyle: true });
});

afterAll(() => {
  dynamodb.destroy();
  s3.destroy();
});

/** As Vibes does: sends again what a busy machine answers 503. */
async function deliver(send: () => Promise<Response>): Promise<void> {
  await until(async () => (await send()).status === 200);
  await cloud.drained();
}

it('a run uses every grant of a role, except those that are listed with a reason', async () => {
  await sendEveryKind();
  await meetLiveLease();
  await sweep();
  const { grants } = (await cloud.control('GET', 'grants')).body as { grants: readonly GrantCount[] };
  expect(grants.length).toBeGreaterThan(Object.keys(unused).length);
  const withoutCalls = grants.filter(({ calls }) => calls === 0).map(nameOf);
  expect(withoutCalls.sort()).toEqual(Object.keys(unused).sort());
});

/** A message twice, one that is too large for the queue, media, RCS, bytes of no format; one through the retry queue. */
async function sendEveryKind(): Promise<void> {
  await deliver(() => cloud.postMo(moMessage));
  await deliver(() => cloud.postMo(moMessage));
  await deliver(() => cloud.postMo(another('large').replace('HELLO', 'x'.repeat(1_200_000))));
  await deliver(() => cloud.post('PlatformUrl', 'what is this'));
  const rbm = readFileSync(join(samples, 'rbm', 'rbm-user-message-text.json'), 'utf8');
  const signature = createHmac('sha512', rbmSecret).update(rbm).digest('base64');
  const headers = { 'x-vibes-eventclass': 'UserMessage', 'x-vibes-signature': signature };
  await deliver(() => cloud.post('RbmUrl', rbm, headers));
  await cloud.send('RetryQueueUrl', envelope('by-the-retry-queue'));
  await cloud.drained();
}

/** Another worker is at the callback: it goes back to the queue that it came from. */
async function meetLiveLease(): Promise<void> {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: cloud.outputs.LedgerTableName }));
  const item = Items.find(({ pk }) => pk?.S?.includes('by-the-retry-queue'));
  if (item?.pk === undefined || item.sk === undefined) throw new Error('the callback is not in the ledger');
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: cloud.outputs.LedgerTableName,
      Key: { pk: item.pk, sk: item.sk },
      UpdateExpression: 'SET #state = :claimed, leaseToken = :token, leaseEndsAt = :ends',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':claimed': { S: 'claimed' },
        ':token': { S: 'of another worker' },
        ':ends': { S: new Date(Date.now() + 5_000).toISOString() },
      },
    }),
  );
  await cloud.send('CallbackQueueUrl', envelope('by-the-retry-queue'));
  await cloud.send('RetryQueueUrl', envelope('by-the-retry-queue'));
  await cloud.drained();
}

/** An overflow object that was published is looked up; one that the ledger does not know is queued again. */
async function sweep(): Promise<void> {
  const put = new PutObjectCommand({
    Bucket: cloud.outputs.BucketName,
    Key: 'overflow/2024-05-06/lost',
    Body: envelope('lost'),
  });
  await s3.send(put);
  const TableName = cloud.outputs.LedgerTableName;
  const inLedger = async () => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
    return Items.find(({ pk, state }) => pk?.S?.includes('lost') && state?.S === 'published');
  };
  await until(async () => (await inLedger()) !== undefined);
  await cloud.drained();
  const { pk, sk } = (await inLedger()) ?? {};
  if (pk === undefined || sk === undefined) throw new Error('the callback is not in the ledger');
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
  // The sweep's clock is two hours ahead.
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'Sweep', mode: 'skew', skewMs: 2 * 3_600_000 });
  await cloud.control('POST', 'schedules');
  await until(async () => (await inLedger()) !== undefined);
  await cloud.drained();
}

function another(id: string): string {
  return moMessage.replace(/messageId="[^"]*"/, `messageId="${id}"`);
}

function envelope(id: string): string {
  return encodeEnvelope(
    envelopeOf({ path: '/sms/mo', proof: 'basic:current', body: Buffer.from(another(id)), requestId: `request-${id}` }),
  );
}

/** `Consumer s3:PutObject attachments/*`, without what is generated. */
function nameOf({ roleLogicalId, action, resource }: GrantCount): string {
  const role = /^Vibes(?:Gateway)?(Challenge|Consumer|Ingest|Sweep)/.exec(roleLogicalId)?.[1] ?? roleLogicalId;
  return `${role} ${action} ${partOf(resource)}`;
}

function partOf(resource: string): string {
  if (resource.startsWith('arn:aws:logs:')) return 'Logs';
  if (resource.startsWith('arn:aws:dynamodb:')) return 'Ledger';
  const name = resource.split(':').at(-1) ?? '';
  return Object.entries(cloud.outputs).find(([, value]) => value.endsWith(`/${name}`))?.[0] ?? resource;
}
