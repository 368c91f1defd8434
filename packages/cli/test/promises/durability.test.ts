import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { smallTemplate } from '../../../local-cloud/test/support/small-template';
import { startLocalAwsProcess } from '../../../local-cloud/test/support/start-local-aws-process';

jest.setTimeout(60_000);
const newFolder = temporaryFolder();

async function start(dataDir: string) {
  const aws = await startLocalAwsProcess({ template: smallTemplate(), dataDir });
  const clients = clientsOf(aws.endpoint, aws.operator);
  const { Queue: QueueUrl, Ledger: TableName, Bucket, Secret: SecretId } = aws.refs;
  const receive = async () => {
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, VisibilityTimeout: 3600 };
    return (await clients.sqs.send(new ReceiveMessageCommand(request))).Messages ?? [];
  };
  /** Every message that is visible now. */
  const drain = async () => {
    const bodies: string[] = [];
    for (let batch = await receive(); batch.length > 0; batch = await receive()) {
      bodies.push(...batch.map(({ Body = '' }) => Body));
    }
    return bodies;
  };
  return { ...clients, aws, QueueUrl, TableName, Bucket, SecretId, receive, drain };
}

/** Numbered calls, eight at a time, until the process is killed under them; which were answered. */
async function answeredBefore(
  kill: () => Promise<void>,
  call: (number: number) => Promise<unknown>,
): Promise<number[]> {
  const answered: number[] = [];
  let next = 0;
  await new Promise<void>((enough, failed) => {
    const worker = async () => {
      for (;;) {
        const number = next++;
        await call(number);
        answered.push(number);
        if (answered.length === 100) kill().then(enough);
      }
    };
    for (const _ of Array.from({ length: 8 }))
      worker().catch((error: unknown) => answered.length < 100 && failed(error));
  });
  return answered;
}

describe('what was answered before a kill -9', () => {
  it('is in the queue', async () => {
    const dataDir = newFolder();
    const { aws, sqs, QueueUrl } = await start(dataDir);
    const send = (number: number) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `message ${number}` }));
    const answered = await answeredBefore(aws.kill, send);
    const again = await start(dataDir);
    const found = new Set(await again.drain());
    expect(answered.filter((number) => !found.has(`message ${number}`))).toEqual([]);
    await again.aws.stop();
  });

  it('is in the table', async () => {
    const dataDir = newFolder();
    const { aws, dynamodb, TableName } = await start(dataDir);
    const put = (number: number) =>
      dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: String(number) }, sk: { S: '-' } } }));
    const answered = await answeredBefore(aws.kill, put);
    const again = await start(dataDir);
    const { Items = [] } = await again.dynamodb.send(new ScanCommand({ TableName }));
    const found = new Set(Items.map(({ pk }) => Number(pk?.S)));
    expect(answered.filter((number) => !found.has(number))).toEqual([]);
    expect((await again.aws.state()).tables.items).toBe(found.size);
    await again.aws.stop();
  });

  it('is in the bucket, and its notification in the queue', async () => {
    const dataDir = newFolder();
    const { aws, s3, Bucket } = await start(dataDir);
    const put = (number: number) =>
      s3.send(new PutObjectCommand({ Bucket, Key: `overflow/${number}`, Body: `body ${number}` }));
    const answered = await answeredBefore(aws.kill, put);
    const again = await start(dataDir);
    const notified = new Set((await again.drain()).map((body) => JSON.parse(body).Records?.[0].s3.object.key));
    for (const number of answered) {
      const { Body } = await again.s3.send(new GetObjectCommand({ Bucket, Key: `overflow/${number}` }));
      expect(await Body?.transformToString()).toBe(`body ${number}`);
    }
    expect(answered.filter((number) => !notified.has(`overflow/${number}`))).toEqual([]);
    await again.aws.stop();
  });

  it('is in the event log, which has whole lines only', async () => {
    const dataDir = newFolder();
    const { aws, events } = await start(dataDir);
    const entry = { EventBusName: 'callbacks', Source: 'vibes.callbacks', DetailType: 'X' };
    const put = (number: number) =>
      events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify({ number }) }] }));
    const answered = await answeredBefore(aws.kill, put);
    const again = await start(dataDir);
    const lines = readFileSync(join(dataDir, 'events.jsonl'), 'utf8').trimEnd().split('\n');
    const found = new Set(lines.map((line) => JSON.parse(line).detail.number));
    expect(answered.filter((number) => !found.has(number))).toEqual([]);
    expect((await again.aws.state()).events.published).toBe(lines.length);
    await again.aws.stop();
  });
});

describe('after a kill -9', () => {
  it('a message whose worker died is visible at once, and a deleted one stays away', async () => {
    const dataDir = newFolder();
    const first = await start(dataDir);
    await first.drain();
    const { aws, sqs, QueueUrl } = first;
    for (const MessageBody of ['deleted', 'held']) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const messages = await first.receive();
    const deleted = messages.find(({ Body }) => Body === 'deleted');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: deleted?.ReceiptHandle }));
    await aws.kill();
    const again = await start(dataDir);
    expect((await again.drain()).filter((body) => !body.includes('s3:TestEvent'))).toEqual(['held']);
    await again.aws.stop();
  });

  it('an object that was stored and not told of is told of', async () => {
    const dataDir = newFolder();
    const { aws, s3, Bucket, drain } = await start(dataDir);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'overflow/owed', Body: 'x' }));
    await drain();
    await aws.kill();
    // What a kill between the two leaves behind: the promise that was written first. The other one's object never came.
    const owed = (key: string) => JSON.stringify({ bucket: 'callbacks', key, eventName: 'ObjectCreated:Put' });
    mkdirSync(join(dataDir, 'notifications'), { recursive: true });
    writeFileSync(join(dataDir, 'notifications', 'a.json'), owed('overflow/owed'));
    writeFileSync(join(dataDir, 'notifications', 'b.json'), owed('overflow/never-stored'));
    const again = await start(dataDir);
    const keys = (await again.drain()).map((body) => JSON.parse(body).Records?.[0].s3.object.key);
    expect(keys.filter((key) => key !== undefined)).toEqual(['overflow/owed', 'overflow/owed']);
    await again.aws.stop();
  });

  it('the generated secret is the same', async () => {
    const dataDir = newFolder();
    const { aws, secrets, SecretId } = await start(dataDir);
    const value = async (client: typeof secrets) =>
      (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
    const first = await value(secrets);
    await aws.kill();
    const again = await start(dataDir);
    expect(await value(again.secrets)).toBe(first);
    await again.aws.stop();
  });
});
