import { createHash } from 'node:crypto';
import { createCallbackQueue } from '../../../../lambda/ingest/aws/callback-queue';
import { json, type Received, silence, wireServer } from '../../../support/wire-server';

const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks';
const idle = new AbortController().signal;
type Server = Awaited<ReturnType<typeof wireServer>>;

let server: Server;
afterEach(() => server.stop());

function accepted({ body }: Received) {
  const { MessageBody } = JSON.parse(body);
  return json({ MessageId: '1', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') });
}

test('an envelope is the body of one message, signed with the role', async () => {
  server = await wireServer((response, one) => accepted(one)(response, one));
  await createCallbackQueue(queueUrl, server.environment).send('{"version":1}', idle);
  expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([
    { QueueUrl: queueUrl, MessageBody: '{"version":1}' },
  ]);
  expect(server.received[0]?.headers).toMatchObject({
    'x-amz-target': 'AmazonSQS.SendMessage',
    'x-amz-security-token': 'token',
    authorization: expect.stringContaining('Credential=AKIDEXAMPLE/'),
  });
});

test('it has taken one once SQS said so, and not before', async () => {
  server = await wireServer((response, one) => {
    const isFirst = server.received.length === 1;
    (isFirst ? json({ __type: 'com.amazonaws.sqs#ServiceUnavailable' }, 503) : accepted(one))(response, one);
  });
  const queue = createCallbackQueue(queueUrl, server.environment);
  await expect(queue.send('{}', idle)).rejects.toThrow();
  expect(queue.hasTaken()).toBe(false);
  await queue.send('{}', idle);
  expect(queue.hasTaken()).toBe(true);
});

test('an error of SQS is not tried again: the bucket is next', async () => {
  server = await wireServer(json({ __type: 'com.amazonaws.sqs#ServiceUnavailable' }, 503));
  await expect(createCallbackQueue(queueUrl, server.environment).send('{}', idle)).rejects.toThrow();
  expect(server.received).toHaveLength(1);
});

test('an answer that does not confirm the content is an error', async () => {
  server = await wireServer(json({ MessageId: '1', MD5OfMessageBody: '0'.repeat(32) }));
  await expect(createCallbackQueue(queueUrl, server.environment).send('{}', idle)).rejects.toThrow();
});

test('the signal ends a send that is not answered, and its connection', async () => {
  const controller = new AbortController();
  let closed: Promise<unknown> = Promise.resolve();
  server = await wireServer((_response, { socket }) => {
    closed = new Promise((resolve) => socket.once('close', resolve));
    controller.abort();
  });
  const sent = createCallbackQueue(queueUrl, server.environment).send('{}', controller.signal);
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  await closed;
});

test('a signal that is aborted already sends nothing', async () => {
  server = await wireServer(silence);
  const sent = createCallbackQueue(queueUrl, server.environment).send('{}', AbortSignal.abort());
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  expect(server.received).toEqual([]);
});

test('a connection is used again', async () => {
  server = await wireServer((response, one) => accepted(one)(response, one));
  const queue = createCallbackQueue(queueUrl, server.environment);
  await queue.send('1', idle);
  await queue.send('2', idle);
  expect(server.received.map(({ connection }) => connection)).toEqual([0, 0]);
});
