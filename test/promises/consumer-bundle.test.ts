import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { toEvent } from '../../lambda/reader/event';
import { readCallback } from '../../lambda/reader/read-callback';
import { type Envelope, encodeEnvelope } from '../../lambda/shared/envelope';
import { bundleFunction } from '../../lib/bundle-function';
import { sampleNames, sampleRequest } from '../../packages/cli/src/commands/send/sample-request';
import { node24 } from '../../packages/local-cloud/test/support/node24';
import { envelopeOf } from '../../packages/proof/src/support/envelope';
import { notification } from '../lambda/consumer/world';
import { sourcesOf, staticOutputs } from '../support/static-graph';
import { json, type Received, wireServer } from '../support/wire-server';

/** The bundle as it is deployed, on the runtime's Node.js, with a double of AWS. */
const bundle = bundleFunction('consumer');
// Processes of their own, on a machine that may be busy.

let directory: string;
let server: Awaited<ReturnType<typeof wireServer>>;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'consumer-'));
  for (const { path, contents } of bundle.files) writeFileSync(join(directory, basename(path)), contents);
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => server.stop());

/** Loads the bundle in a process of its own and hands it the messages, one batch of ten after the other. */
async function consume(bodies: readonly string[]): Promise<unknown[]> {
  const driver = `
    const { handler } = await import(process.argv[1]);
    const bodies = JSON.parse((await Array.fromAsync(process.stdin)).join(''));
    for (let start = 0; start < bodies.length; start += 10) {
      const Records = bodies.slice(start, start + 10).map((body, n) => ({ messageId: 'm' + n, receiptHandle: 'r' + n, body, eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:callbacks' }));
      const answer = await handler({ Records }, { getRemainingTimeInMillis: () => 15_000 });
      process.stderr.write(JSON.stringify(answer) + '\\n');
    }
    process.exit();`;
  const env = {
    ...server.environment,
    QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks',
    RETRY_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks-retry',
    LEDGER_TABLE: 'ledger',
    EVENT_BUS: 'bus',
    BUCKET: 'bucket',
    REQUIRE_RBM_SIGNATURE: 'false',
    REQUIRE_CERTIFICATE: 'false',
    IDENTITY_KEY_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf',
    LEDGER_DAYS: '30',
    METRIC_SCOPE: 'test',
  };
  const child = spawn(node24(), ['--input-type=module', '-e', driver, join(directory, 'index.mjs')], { env });
  child.stdin.end(JSON.stringify(bodies));
  child.stdout.resume();
  const answers = (await child.stderr.setEncoding('utf8').toArray()).join('');
  return answers
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const identityKey = 'k'.repeat(64);
const targetOf = ({ headers }: Received) => String(headers['x-amz-target']);
const isPublication = (one: Received) => targetOf(one) === 'AWSEvents.PutEvents';

/** Takes every claim, event, completion and object; `objects` are in the bucket. */
function aws(objects: Readonly<Record<string, string>> = {}): Parameters<typeof wireServer>[0] {
  return (response, one) => {
    if (isPublication(one)) {
      json({ Entries: JSON.parse(one.body).Entries.map(() => ({ EventId: 'given' })) })(response, one);
    } else if (targetOf(one).startsWith('DynamoDB_')) json({})(response, one);
    else if (targetOf(one) === 'secretsmanager.GetSecretValue') json({ SecretString: identityKey })(response, one);
    else if (one.method === 'GET') response.end(objects[one.path.replace(/\?.*/, '')]);
    else response.end();
  };
}

function publishedEvents(): { DetailType: string; Detail: string }[] {
  return server.received.filter(isPublication).flatMap(({ body }) => JSON.parse(body).Entries);
}

const korean = envelopeOf({
  body: Buffer.concat([Buffer.from('{"event_id":"K","text":"'), Buffer.from([0xb0, 0xa1]), Buffer.from('"}')]),
  headers: { 'content-type': 'application/json; charset=euc-kr' },
});

const samples = sampleNames('').map((name): Envelope => {
  const proof = name.startsWith('mo-') || name.startsWith('deliver-') ? 'basic:current' : 'source';
  return envelopeOf({ ...sampleRequest(name), proof });
});

/** What the sources make of an envelope. */
async function eventOf(envelope: Envelope) {
  const { detailType, detail } = toEvent(
    await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: false, identityKey }),
    envelope,
  );
  return { DetailType: detailType, Detail: detail };
}

it('publishes every sample as the sources do, and none as unrecognized', async () => {
  server = await wireServer(aws());
  const sent = [...samples, korean];
  const answers = await consume(sent.map(encodeEnvelope));
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"batchItemFailures":[]}']));
  const expected = await Promise.all(sent.map(eventOf));
  const published = new Set(publishedEvents().map(({ Detail }) => Detail));
  expect(expected.filter(({ Detail }) => !published.has(Detail))).toEqual([]);
  expect([...published].join()).toContain('"text":"가"');
  expect(expected.map(({ DetailType }) => DetailType)).not.toContain('Unrecognized Callback');
});

it('brings an envelope from the overflow bucket and writes what its event refers to', async () => {
  const envelope = envelopeOf({ ...sampleRequest('mms-message-picture.mime') });
  server = await wireServer(aws({ '/bucket/overflow/2026-05-06/a%20b.json': encodeEnvelope(envelope) }));
  expect(await consume([notification({ key: 'overflow/2026-05-06/a+b.json', size: 9 })])).toEqual([
    { batchItemFailures: [] },
  ]);
  const { attachments } = JSON.parse(publishedEvents()[0]?.Detail ?? '').data;
  const keys = server.received.filter(({ method }) => method === 'PUT').map(({ path }) => path.replace(/\?.*/, ''));
  expect(keys.length).toBeGreaterThan(0);
  expect(keys).toEqual(
    attachments.filter((one: { key?: string }) => one.key).map(({ key }: { key: string }) => `/bucket/${key}`),
  );
});

it('loads table and bus at its start, and bucket, queue, MIME and old charsets on demand', () => {
  const atStart = sourcesOf(staticOutputs(bundle.metafile));
  const loads = (name: string) => atStart.some((path) => path.includes(`node_modules/${name}/`));
  expect(['@aws-sdk/client-dynamodb', '@aws-sdk/client-eventbridge'].filter((name) => !loads(name))).toEqual([]);
  expect(['@aws-sdk/client-s3', '@aws-sdk/client-sqs', '@zone-eu/mailsplit', '@exodus/bytes'].filter(loads)).toEqual(
    [],
  );
});
