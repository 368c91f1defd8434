import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { signCall } from '../../../local-cloud/test/support/sign-call';
import { answered } from '../support/answered';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

const newFolder = temporaryFolder();
let cloud: LocalCloudProcess;

beforeAll(async () => {
  const more = ['--username', 'vibes', '--password', 'pw', '--rbm-secret', 'rbm secret'];
  cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data'), more });
});

beforeEach(async () => {
  expect((await cloud.control('POST', 'reset', { keepWorkers: true })).status).toBe(200);
});

describe('the control API of the local cloud', () => {
  it('says that it is ready', async () => {
    expect(await cloud.control('GET', 'health')).toEqual({ status: 200, body: { status: 'ready' } });
  });

  it.each([
    [
      'faults',
      { service: 'sqs', mode: 'sometimes' },
      'bad-request',
      /"mode" is "sometimes": write one of error, throttle/,
    ],
    [
      'faults',
      { service: 'lambda', function: 'nobody', mode: 'crash' },
      'no-such-function',
      /nobody is not one of those/,
    ],
    ['faults', 'nothing', 'bad-request', /A fault is an object/],
    ['deploy', { assembly: '/nowhere' }, 'assembly-unreadable', /manifest\.json cannot be read/],
    ['secrets/rbm', {}, 'bad-request', /"secret" is missing/],
    ['secrets/mo', { user: 'x' }, 'bad-request', /"user" is not known: write some of username, password/],
  ])('answers a mistake in %s %j with 400, a code and a sentence', async (path, body, code, sentence) => {
    const answer = await cloud.control('POST', path, body);
    expect(answer).toEqual({ status: 400, body: { code, message: expect.stringMatching(sentence) } });
  });

  it('lists its routes if asked for another one', async () => {
    expect(await cloud.control('GET', 'other')).toEqual({
      status: 404,
      body: { message: expect.stringContaining('POST faults') },
    });
  });
});

describe('a fault', () => {
  it('of the queue sends a callback through the bucket', async () => {
    await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error', count: 1 });
    await acceptReceipt('a');
    await published('a');
    expect((await cloud.state()).bucket.objects).toBe(1);
  });

  it('list replaces all earlier ones', async () => {
    await cloud.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'error' });
    expect((await postReceipt('a')).status).toBe(502);
    await cloud.control('POST', 'faults', []);
    await acceptReceipt('a');
  });

  it('of an action that the service does not have is refused with those that it has', async () => {
    const misspelled = { service: 'sqs', action: 'SendMesage', mode: 'error' };
    const answer = await cloud.control('POST', 'faults', misspelled);
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(' SendMessage,') } });
  });

  it('is gone after DELETE', async () => {
    await cloud.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'throttle' });
    expect((await postReceipt('a')).status).toBe(500);
    await cloud.control('DELETE', 'faults');
    await acceptReceipt('a');
  });

  it('that crashes ingest before its call is a 5XX, and nothing is kept', async () => {
    await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'crash-before', count: 1 });
    expect((await postReceipt('a')).status).toBe(502);
    expect((await cloud.state()).queue).toEqual({ visible: 0, inFlight: 0 });
    await acceptReceipt('a');
  });

  it('that crashes ingest after its call is a 5XX, and the callback is kept', async () => {
    await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'crash-after', count: 1 });
    expect((await postReceipt('a')).status).toBe(502);
    await published('a');
  });

  it('of the consumer’s clock shifts it, until the faults are cleared', async () => {
    await cloud.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'skew', skewMs: 86_400_000 });
    await acceptReceipt('a');
    await published('a');
    expect(receivedAtOf(0) - Date.now()).toBeGreaterThan(80_000_000);
    await cloud.control('DELETE', 'faults');
    await acceptReceipt('b');
    await published('a', 'b');
    expect(receivedAtOf(1) - Date.now()).toBeLessThan(80_000_000);
  });
});

describe('a reset', () => {
  it('leaves nothing behind but the credentials', async () => {
    await acceptReceipt('a');
    await published('a');
    await cloud.control('POST', 'reset');
    expect(await cloud.state()).toMatchObject({
      queue: { visible: 0, inFlight: 0 },
      ledger: { items: 0 },
      bucket: { objects: 0 },
      events: { published: 0 },
      calls: {},
    });
    expect(cloud.events()).toEqual([]);
    expect((await answered(() => postMo('vibes:pw'))).status).toBe(200);
  });

  it('ends every worker, or keeps those that are idle', async () => {
    await acceptReceipt('a');
    await published('a');
    const functions = async () => Object.values((await cloud.state()).functions);
    const workers = async () => (await functions()).reduce((sum, one) => sum + one.workers, 0);
    await until(async () => (await functions()).every(({ busy }) => busy === 0));
    const before = await workers();
    expect(before).toBeGreaterThan(0);
    await cloud.control('POST', 'reset', { keepWorkers: true });
    expect(await workers()).toBe(before);
    await cloud.control('POST', 'reset');
    expect(await workers()).toBe(0);
  });
});

describe('a new password', () => {
  // Workers that have read no password yet.
  beforeEach(() => cloud.control('POST', 'reset'));

  it('is valid at once, and so is the previous one, but no older one', async () => {
    expect((await cloud.control('POST', 'secrets/mo', { password: 'second' })).status).toBe(200);
    await until(async () => (await postMo('vibes:second')).status === 200);
    expect((await answered(() => postMo('vibes:pw'))).status).toBe(200);
    await cloud.control('POST', 'secrets/mo', { password: 'third' });
    await until(async () => (await postMo('vibes:third')).status === 200);
    expect((await answered(() => postMo('vibes:pw'))).status).toBe(401);
    expect(readCredentials()).toEqual({ username: 'vibes', password: 'third' });
  });

  it('is generated where none is given', async () => {
    const { body } = await cloud.control('POST', 'secrets/mo');
    expect(body).toEqual({ username: 'vibes', password: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(readCredentials()).toEqual(body);
  });
});

describe('a deployment', () => {
  it('takes a new bundle, and loses no callback that is under way', async () => {
    const next = await assemblyWith((source) => source.replaceAll('"Stored"', '"StoredByTheNextBundle"'));
    const ids = Array.from({ length: 40 }, (_, index) => `before-${index}`);
    const posting = Promise.all(ids.map(acceptReceipt));
    expect((await cloud.control('POST', 'deploy', { assembly: next })).status).toBe(200);
    await posting;
    await acceptReceipt('after');
    await published(...ids, 'after');
    expect(functionsLog()).toContain('"StoredByTheNextBundle"');
  });

  it('of more than routes and functions asks for a new start', async () => {
    const next = await patchedAssembly((template) => {
      for (const [, { Properties }] of resourcesOf(template, 'AWS::SQS::Queue')) Properties.VisibilityTimeout = 77;
    }, newFolder());
    expect(await cloud.control('POST', 'deploy', { assembly: next })).toEqual({
      status: 400,
      body: {
        code: 'needs-restart',
        message: 'More than routes and functions changed: stop the local cloud and start it again.',
      },
    });
  });
});

describe('another user of this machine, without the token', () => {
  it('cannot steer the local cloud, but may ask whether it is ready', async () => {
    const answer = (method: string, path: string) =>
      fetch(new URL(`/_local/${path}`, cloud.outputs.EndpointUrl), { method });
    expect([(await answer('POST', 'deploy')).status, (await answer('GET', 'health')).status]).toEqual([401, 200]);
    for (const file of ['token', 'aws.json', 'outputs.json', 'events.jsonl', 'credentials.json']) {
      expect([file, statSync(join(cloud.dataDir, file)).mode & 0o077]).toEqual([file, 0]);
    }
  });
});

describe('the AWS server', () => {
  it('refuses a page in a browser, even with a valid key', async () => {
    const { endpoint, ...key } = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
    const target = { 'x-amz-target': 'AmazonSQS.ListQueues', 'content-type': 'application/x-amz-json-1.0' };
    const headers = signCall({ endpoint, key, service: 'sqs', headers: target, body: '{}' });
    const page = await fetch(endpoint, {
      method: 'POST',
      body: '{}',
      headers: { ...headers, origin: 'https://x.example' },
    });
    expect(page.status).toBe(403);
    expect((await fetch(endpoint, { method: 'POST', body: '{}', headers })).status).not.toBe(403);
  });
});

describe('a redrive', () => {
  it('sends the dead letters back to their queue', async () => {
    const { endpoint, ...key } = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
    const body = JSON.stringify({ QueueUrl: cloud.outputs.DeadLetterQueueUrl, MessageBody: 'no envelope' });
    const target = { 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' };
    const headers = signCall({ endpoint, key, service: 'sqs', headers: target, body });
    const sent = await fetch(endpoint, { method: 'POST', body, headers });
    expect(sent.status).toBe(200);
    expect((await cloud.state()).deadLetterQueue.visible).toBe(1);
    expect((await cloud.control('POST', 'redrive')).status).toBe(200);
    await until(async () => (await cloud.state()).deadLetterQueue.visible === 0);
  });
});

function url(name: string): string {
  return cloud.outputs[name] ?? '';
}

function postReceipt(messageId: string): Promise<Response> {
  const body = `<mtMessageResponse messageId="${messageId}" receiptDate="2024-05-06T07:08:09.123-05:00"><type>Carrier</type><status isError="false"><description>ok</description></status></mtMessageResponse>`;
  return fetch(url('SmsReceiptUrl'), { method: 'POST', body });
}

async function acceptReceipt(messageId: string): Promise<void> {
  expect((await answered(() => postReceipt(messageId))).status).toBe(200);
}

function postMo(credentials: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return fetch(url('SmsMoUrl'), { method: 'POST', body: 'x', headers: { authorization } });
}

/** Receipts of these messages and no others are published. */
async function published(...messageIds: readonly string[]): Promise<void> {
  await until(() => cloud.differentEvents().length >= messageIds.length);
  const found = cloud.differentEvents().map(({ detail }) => String(detail.data.messageId));
  expect(found.sort()).toEqual([...messageIds].sort());
}

function receivedAtOf(index: number): number {
  return Date.parse(String(cloud.differentEvents()[index]?.detail.metadata.receivedAt));
}

function readCredentials(): unknown {
  return JSON.parse(readFileSync(join(cloud.dataDir, 'credentials.json'), 'utf8'));
}

function functionsLog(): string {
  return readFileSync(join(cloud.dataDir, 'functions.log'), 'utf8');
}

/** The running stack's assembly with ingest's bundle changed. */
async function assemblyWith(change: (source: string) => string): Promise<string> {
  let bundle = '';
  const find = (template: EditableTemplate) => {
    const [, ingest] = resourcesOf(template, 'AWS::Lambda::Function').find(([id]) => id.includes('Ingest')) ?? [];
    const { S3Key } = Object(ingest?.Properties.Code);
    bundle = `asset.${String(S3Key).replace('.zip', '')}`;
  };
  const directory = await patchedAssembly(find, newFolder(), { rbmSecret: 'create' });
  const file = join(directory, bundle, 'index.mjs');
  const source = readFileSync(file, 'utf8');
  const changed = change(source);
  expect(changed).not.toBe(source);
  writeFileSync(file, changed);
  return directory;
}
