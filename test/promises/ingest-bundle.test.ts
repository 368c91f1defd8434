import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { decodeEnvelope } from '../../lambda/shared/envelope';
import { bundleFunction } from '../../lib/bundle-function';
import { node24 } from '../../packages/local-cloud/test/support/node24';
import { basic, request } from '../lambda/ingest/given';
import { json, type Received, wireServer } from '../support/wire-server';

/** The bundle as it is deployed, on the runtime's Node.js, with a double of AWS. */
let directory: string;
let server: Awaited<ReturnType<typeof wireServer>>;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ingest-'));
  for (const { path, contents } of bundleFunction('ingest').files) {
    writeFileSync(join(directory, basename(path)), contents);
  }
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => server.stop());

/** Loads the bundle in a process of its own, hands it one event after the other, and gives the answers. */
async function invoke(...events: APIGatewayProxyEvent[]) {
  // The budgets hold on Lambda; on a machine that is busy with other tests they would be used up by waiting for it.
  const driver = `
    const { setTimeout: after } = globalThis;
    globalThis.setTimeout = (work, ms, ...rest) => after(work, ms * 50, ...rest);
    const files = process.getBuiltinModule('node:fs/promises');
    files.readFile = (path) => Promise.reject(process.stderr.write(JSON.stringify({ read: path }) + '\\n'));
    const { handler } = await import(process.argv[1]);
    for (const event of JSON.parse(process.argv[2])) process.stderr.write(JSON.stringify(await handler(event, { getRemainingTimeInMillis: () => 1000 })) + '\\n');
    process.exit();`;
  const environment = {
    ...server.environment,
    QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks',
    OVERFLOW_BUCKET: 'overflow-bucket',
    MO_SECRET_ARN: 'mo-secret',
    MO_USER_NAME: 'vibes',
    RBM_SECRET_ARN: '',
    CLIENT_CERTIFICATE_CN: '',
    REQUIRE_CERTIFICATE: 'false',
    METRIC_SCOPE: 'test',
  };
  const { stderr, stdout } = await promisify(execFile)(
    node24(),
    ['--input-type=module', '-e', driver, join(directory, 'index.mjs'), JSON.stringify(events)],
    { env: environment },
  );
  const lines = (text: string) => text.trim().split('\n');
  return {
    answers: lines(stderr).map((line) => JSON.parse(line)),
    logs: lines(stdout).map((line) => JSON.parse(line)),
  };
}

const isSend = ({ headers }: Received) => headers['x-amz-target'] === 'AmazonSQS.SendMessage';

const aws = {
  secret: json({ SecretString: '{"username":"vibes","password":"pw"}' }),
  queue(response: Parameters<ReturnType<typeof json>>[0], one: Received) {
    const digest = createHash('md5').update(JSON.parse(one.body).MessageBody).digest('hex');
    json({ MessageId: '1', MD5OfMessageBody: digest })(response, one);
  },
};

test('an MO is compared with the secret and sent to the queue', async () => {
  server = await wireServer((response, one) => (isSend(one) ? aws.queue : aws.secret)(response, one));
  const body = Buffer.from([0, 255, 1]);
  const { answers } = await invoke(
    request({ resource: '/sms/mo', headers: basic('vibes', 'pw'), body }),
    request({ resource: '/sms/mo', headers: basic('vibes', 'no'), body }),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401]);
  const sent = server.received.filter(isSend).map((one) => decodeEnvelope(JSON.parse(one.body).MessageBody));
  expect(sent).toMatchObject([{ path: '/sms/mo', proof: 'basic:current', body }]);
});

test('a connection that died while the environment was frozen is replaced by a new one', async () => {
  let sends = 0;
  server = await wireServer((response, one) => {
    if (!isSend(one)) return aws.secret(response, one);
    sends += 1;
    if (sends === 2) one.socket.resetAndDestroy();
    else aws.queue(response, one);
  });
  const { answers, logs } = await invoke(request({ requestId: 'first' }), request({ requestId: 'second' }));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect(logs.map(({ code }) => code)).toEqual(['Stored', 'Stored']);
  expect(sends).toBe(3);
});

test('what the queue refuses is one object in the bucket', async () => {
  server = await wireServer((response, one) => {
    if (isSend(one)) json({ __type: 'com.amazonaws.sqs#InvalidMessageContents', message: 'no' }, 400)(response, one);
    else if (one.method === 'PUT') response.end();
    else aws.secret(response, one);
  });
  const { answers, logs } = await invoke(request({ requestId: 'request-1', body: '{}' }));
  expect(answers).toEqual([{ statusCode: 200, body: '' }]);
  expect(logs).toMatchObject([{ code: 'OverflowUsed', cause: 'InvalidMessageContents' }, { OverflowUsed: 1 }]);
  const [put] = server.received.filter(({ method }) => method === 'PUT');
  expect(put?.path).toMatch(/^\/overflow-bucket\/overflow\/\d{4}-\d{2}-\d{2}\/[\d.]{12}-[0-9a-f-]{36}\.json\?/);
  expect(Buffer.from(decodeEnvelope(put?.body ?? '').body).toString()).toBe('{}');
});
