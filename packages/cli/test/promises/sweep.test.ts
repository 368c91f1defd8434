// A notification of S3 that got lost: what was answered 200 lies in the overflow bucket, and nobody else knows of it.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

jest.setTimeout(180_000);

const rbmSecret = 'a secret of the test';
const newFolder = temporaryFolder();
let cloud: LocalCloudProcess;
let clients: ReturnType<typeof clientsOf>;
let sqs: SQSClient;

beforeAll(async () => {
  cloud = await startLocalCloud({ dataDir: newFolder(), more: ['--minute', '2', '--rbm-secret', rbmSecret] });
  const {
    endpoint,
    region = 'us-east-1',
    ...access
  } = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
  clients = clientsOf(endpoint, { ...access });
  sqs = new SQSClient({ endpoint, region, credentials: access });
});

afterAll(async () => {
  sqs.destroy();
  clients.destroy();
  await cloud.stop();
});

const events = () =>
  readFileSync(join(cloud.dataDir, 'events.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('lost-1'));

async function readQueues(Enabled: boolean): Promise<void> {
  const { EventSourceMappings = [] } = await clients.lambda.send(new ListEventSourceMappingsCommand({}));
  for (const { UUID } of EventSourceMappings) {
    await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  }
  // A mapping that is told to stop finishes its last poll.
  await until(async () => {
    const { EventSourceMappings: now = [] } = await clients.lambda.send(new ListEventSourceMappingsCommand({}));
    return now.every(({ State }) => State === (Enabled ? 'Enabled' : 'Disabled'));
  });
}

/** A callback that goes to the bucket, and what tells of it is taken out of the queue. */
async function loseNotification(post: () => Promise<Response>): Promise<void> {
  // A worker that starts may be too slow for its first callback.
  await until(
    async () => (await fetch(cloud.outputs.PlatformUrl ?? '', { method: 'POST', body: '{}' })).status === 200,
  );
  await readQueues(false);
  expect((await post()).status).toBe(200);
  const QueueUrl = cloud.outputs.CallbackQueueUrl ?? '';
  await until(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const notification = Messages.find(({ Body = '' }) => Body.includes('overflow/'));
    if (notification === undefined) return false;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: notification.ReceiptHandle }));
    return true;
  });
  await readQueues(true);
}

/** The queue is down for it. */
async function postWithoutQueue(): Promise<Response> {
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error', count: 1 });
  return fetch(cloud.outputs.PlatformUrl ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event_id: 'lost-1', event_type: 'person_added' }),
  });
}

const sweepRuns = async () => (await cloud.control('POST', 'schedules')).body as { readonly rules: readonly string[] };

it('is found by the daily sweep, published once, counted and told of', async () => {
  await loseNotification(postWithoutQueue);
  // For the sweep two hours have passed.
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'Sweep', mode: 'skew', skewMs: 2 * 3_600_000 });
  expect((await sweepRuns()).rules).toHaveLength(1);
  await until(async () => events().length === 1);
  await until(async () => {
    const alarms = JSON.parse(String((await cloud.control('GET', 'alarms')).body)) as { name: string; state: string }[];
    return alarms.some(({ name, state }) => name.endsWith('-OverflowRequeued') && state === 'ALARM');
  });
  await sweepRuns();
  await until(
    async () => (readFileSync(join(cloud.dataDir, 'functions.log'), 'utf8').match(/"Swept"/g) ?? []).length === 2,
  );
  const log = readFileSync(join(cloud.dataDir, 'functions.log'), 'utf8');
  // More may lie there, of which S3 told: a machine under load is slow at the queue.
  const swept = [...log.matchAll(/"Swept","looked":\d+,"requeued":(\d+)/g)].map(([, requeued]) => requeued);
  expect(swept).toEqual(['1', '0']);
  expect(events()).toHaveLength(1);
});

it('is found though the same body came before without its signature, and was kept as unrecognized', async () => {
  const body = JSON.stringify({ eventId: 'signed-1', agentId: 'a', text: 'x'.repeat(1_000_000) });
  const signature = createHmac('sha512', rbmSecret).update(body).digest('base64');
  const post = (headers: Readonly<Record<string, string>>) =>
    fetch(cloud.outputs.RbmUrl ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vibes-eventclass': 'UserEvent', ...headers },
      body,
    });
  const published = (detailType: string) =>
    readFileSync(join(cloud.dataDir, 'events.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"detail-type":"${detailType}"`));
  const before = published('Unrecognized Callback').length;
  await until(async () => (await post({})).status === 200);
  await until(async () => published('Unrecognized Callback').length > before);
  await loseNotification(() => post({ 'x-vibes-signature': signature }));
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'Sweep', mode: 'skew', skewMs: 2 * 3_600_000 });
  await sweepRuns();
  await until(async () => published('RBM Event').length === 1);
});
