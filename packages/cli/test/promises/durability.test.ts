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

const newFolder = temporaryFolder();

type Started = Awaited<ReturnType<typeof start>>;

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

type Call = (number: number) => Promise<unknown>;

/** Numbered calls of each kind, four at a time, until the process is killed under them; which were answered. */
async function answeredBefore(kill: () => Promise<void>, ...kinds: readonly Call[]): Promise<readonly number[][]> {
  const answered = kinds.map((): number[] => []);
  let killed: Promise<void> | undefined;
  const width = 4;
  const lane = async (kind: number, first: number) => {
    for (let number = first; killed === undefined; number += width) {
      try {
        await kinds[kind]?.(number);
      } catch (error) {
        if (killed === undefined) throw error;
        return;
      }
      answered[kind]?.push(number);
      if (answered.every(({ length }) => length >= 50)) killed ??= kill();
    }
  };
  await Promise.all(kinds.flatMap((_, kind) => Array.from({ length: width }, (_, first) => lane(kind, first))));
  await killed;
  return answered;
}

it('what was answered before a kill -9 is there: in the queue, the table, the bucket and the event log', async () => {
  const dataDir = newFolder();
  const { aws, sqs, dynamodb, s3, events, QueueUrl, TableName, Bucket } = await start(dataDir);
  const entry = { EventBusName: 'callbacks', Source: 'vibes.callbacks', DetailType: 'X' };
  const [messages = [], items = [], objects = [], published = []] = await answeredBefore(
    aws.kill,
    (number) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `{"message":${number}}` })),
    (number) => dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: String(number) }, sk: { S: '-' } } })),
    (number) => s3.send(new PutObjectCommand({ Bucket, Key: `overflow/${number}`, Body: `body ${number}` })),
    (number) => events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify({ number }) }] })),
  );
  const again = await start(dataDir);
  const state = await again.aws.state();

  const received = (await again.drain()).map((body) => JSON.parse(body));
  const sent = new Set(received.map(({ message }) => message));
  expect(messages.filter((number) => !sent.has(number))).toEqual([]);

  const { Items = [] } = await again.dynamodb.send(new ScanCommand({ TableName }));
  const kept = new Set(Items.map(({ pk }) => Number(pk?.S)));
  expect(items.filter((number) => !kept.has(number))).toEqual([]);
  expect(state.tables.items).toBe(kept.size);

  // An object's notification is in the queue.
  const notified = new Set(received.map(({ Records }) => Records?.[0].s3.object.key));
  for (const number of objects) {
    const { Body } = await again.s3.send(new GetObjectCommand({ Bucket, Key: `overflow/${number}` }));
    expect(await Body?.transformToString()).toBe(`body ${number}`);
  }
  expect(objects.filter((number) => !notified.has(`overflow/${number}`))).toEqual([]);

  // The event log has whole lines only.
  const lines = readFileSync(join(dataDir, 'events.jsonl'), 'utf8').trimEnd().split('\n');
  const logged = new Set(lines.map((line) => JSON.parse(line).detail.number));
  expect(published.filter((number) => !logged.has(number))).toEqual([]);
  expect(state.events.published).toBe(lines.length);
  await again.aws.stop();
});

it('after a kill -9, a message whose worker died is visible at once, and a pending notification of an object is sent', async () => {
  const dataDir = newFolder();
  const first = await start(dataDir);
  const { aws, sqs, s3, QueueUrl, Bucket } = first;
  const secretOf = async ({ secrets, SecretId }: Started) =>
    (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  const secret = await secretOf(first);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'overflow/owed', Body: 'x' }));
  const earlier = await first.drain();
  expect(earlier.filter((body) => body.includes('overflow/owed'))).toHaveLength(1);
  for (const MessageBody of ['"deleted"', '"held"']) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const messages = await first.receive();
  const deleted = messages.find(({ Body }) => Body === '"deleted"');
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: deleted?.ReceiptHandle }));
  await aws.kill();
  // What a kill before the notification leaves behind: its record. The second record's object was never stored.
  const owed = (key: string) => JSON.stringify({ bucket: 'callbacks', key, eventName: 'ObjectCreated:Put' });
  mkdirSync(join(dataDir, 'notifications'), { recursive: true });
  writeFileSync(join(dataDir, 'notifications', 'a.json'), owed('overflow/owed'));
  writeFileSync(join(dataDir, 'notifications', 'b.json'), owed('overflow/never-stored'));

  const again = await start(dataDir);
  const bodies = (await again.drain()).map((body) => JSON.parse(body));
  expect(bodies.filter((body) => typeof body === 'string')).toEqual(['held']);
  const keys = bodies.flatMap(({ Records }) => Records?.[0].s3.object.key ?? []);
  // Both drains left it hidden, and a start makes what is hidden visible.
  expect(keys).toEqual(['overflow/owed', 'overflow/owed']);
  expect(await secretOf(again)).toBe(secret);
  await again.aws.stop();
});
