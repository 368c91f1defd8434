import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { openOperator } from '../../src/conformance/operator';

const newFolder = temporaryFolder();

interface Call {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

let server: Server;
let calls: Call[];
/** The answer to a call; an unexpected call fails. */
let answer: (call: Call) => unknown;
let objects: Map<string, string>;

beforeEach(async () => {
  calls = [];
  objects = new Map();
  answer = ({ action }) => {
    throw new Error(`${action} was not expected`);
  };
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const target = request.headers['x-amz-target'];
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname);
    if (typeof target !== 'string') {
      if (request.method === 'PUT') objects.set(path, body);
      const found = objects.get(path);
      response.writeHead(found === undefined ? 404 : 200).end(request.method === 'GET' ? found : '');
      return;
    }
    const call = { action: target.split('.')[1] ?? '', input: JSON.parse(body) };
    calls.push(call);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    try {
      response.end(JSON.stringify(answer(call)));
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ __type: 'Unexpected', message: String(error) }));
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function given() {
  const folder = newFolder();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = { endpoint, region: 'us-east-1', accessKeyId: 'k', secretAccessKey: 's' };
  const outputs = {
    BucketName: 'bucket',
    CallbackQueueUrl: `${endpoint}/1/calls`,
    DeadLetterQueueUrl: `${endpoint}/1/dead`,
    MoSecretArn: 'arn:secret',
    EventBusName: 'bus',
    OutcomesQueueUrl: `${endpoint}/1/outcomes`,
  };
  writeFileSync(join(folder, 'aws.json'), JSON.stringify(access));
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ VibesCallbacks: outputs }));
  return { operator: await openOperator(folder), outputs };
}

/** SQS' own check of what it is sent. */
const md5 = (text: unknown) => createHash('md5').update(String(text)).digest('hex');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('poison is as much as is asked for, and none of it is an envelope', async () => {
  answer = ({ input }) => ({ MessageId: 'm', MD5OfMessageBody: md5(input.MessageBody) });
  const { operator, outputs } = await given();
  await operator.poison(3);
  expect(calls.map(({ action, input }) => [action, input.QueueUrl])).toEqual(
    Array(3).fill(['SendMessage', outputs.CallbackQueueUrl]),
  );
  expect(new Set(calls.map(({ input }) => input.MessageBody)).size).toBe(3);
});

test('overflow is an object each', async () => {
  const { operator } = await given();
  await operator.overflow(['one', 'two']);
  expect([...objects.keys()]).toEqual(
    Array(2).fill(expect.stringMatching(/^\/bucket\/overflow\/[\d-]+\/[\w-]+\.json$/)),
  );
  expect([...objects.values()].join(' ')).toContain('one');
});

test('a dead letter is told by the bytes of its callback, wherever they are; poison is nobody’s', async () => {
  const envelope = (text: string) => JSON.stringify({ version: 1, body: Buffer.from(text).toString('base64') });
  objects.set('/bucket/overflow/a b.json', envelope('large'));
  const notification = { Records: [{ s3: { bucket: { name: 'bucket' }, object: { key: 'overflow/a+b.json' } } }] };
  const bodies = [envelope('small'), JSON.stringify(notification), 'poison', '[]'];
  const rounds = [bodies.map((Body, index) => ({ MessageId: String(index), Body, MD5OfBody: md5(Body) })), []];
  answer = () => ({ Messages: rounds.shift() });
  const { operator } = await given();
  const keys = new Map([
    [sha256('small'), 'mo 1'],
    [sha256('large'), 'mms 2'],
  ]);
  expect(await operator.deadLetters(keys)).toEqual([{ key: 'mo 1' }, { key: 'mms 2' }, { key: null }, { key: null }]);
});

test('a redrive is asked for by the queue’s ARN', async () => {
  answer = ({ action }) => (action === 'GetQueueAttributes' ? { Attributes: { QueueArn: 'arn:dead' } } : {});
  await (await given()).operator.redrive();
  expect(calls.at(-1)).toEqual({ action: 'StartMessageMoveTask', input: { SourceArn: 'arn:dead' } });
});

test('events are put on the bus, and those that it refused come back', async () => {
  answer = () => ({ Entries: [{ EventId: 'e' }, { ErrorCode: 'E' }] });
  const { operator } = await given();
  expect(await operator.put([{ Detail: '1' }, { Detail: '2' }])).toEqual([{ Detail: '2' }]);
  expect(calls).toMatchObject([
    { action: 'PutEvents', input: { Entries: [{ EventBusName: 'bus', Detail: '1' }, {}] } },
  ]);
});

test('what waits for the function that keeps outcomes is counted with what it has', async () => {
  answer = () => ({ Attributes: { ApproximateNumberOfMessages: '3', ApproximateNumberOfMessagesNotVisible: '4' } });
  const { operator, outputs } = await given();
  expect(await operator.outcomesWaiting()).toBe(7);
  expect(calls[0]?.input.QueueUrl).toBe(outputs.OutcomesQueueUrl);
});

test('a password is a new version of the MO secret', async () => {
  answer = () => ({});
  await (await given()).operator.putPassword({ username: 'vibes', password: 'pw' });
  expect(calls).toMatchObject([
    {
      action: 'PutSecretValue',
      input: { SecretId: 'arn:secret', SecretString: '{"username":"vibes","password":"pw"}' },
    },
  ]);
});

test('a folder without a local cloud is an error', async () => {
  await expect(openOperator(newFolder())).rejects.toThrow('aws.json');
});
