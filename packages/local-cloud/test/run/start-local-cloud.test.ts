import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type StartedCloud, startLocalCloud } from '../../src/run/start-local-cloud';
import { node24 } from '../support/node24';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const app = join(__dirname, '..', 'support', 'order-app', 'app.ts');
const tsx = pathToFileURL(require.resolve('tsx')).href;
const lines: string[] = [];
let cloud: StartedCloud;

beforeAll(async () => {
  // Jest may run on an older one.
  Object.defineProperty(process, 'execPath', { value: node24() });
  cloud = await startLocalCloud({
    directory: newFolder(),
    app: `node --import ${tsx} ${app}`,
    minute: 1,
    onLine: (line) => lines.push(line),
    timeoutMs: 500_000,
  });
});

afterAll(() => cloud?.stop());

test('a stack without an API runs from an empty folder: rule, function, queue', async () => {
  const bus = new EventBridgeClient(cloud.aws);
  const Entries = [
    { EventBusName: cloud.outputs.BusName, Source: 'shop', DetailType: 'Order', Detail: '{"order":"one"}' },
  ];
  expect((await bus.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  const sqs = new SQSClient(cloud.aws);
  const body = await cloud.waitFor(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: cloud.outputs.QueueUrl }));
    return Messages[0]?.Body;
  });
  expect(body).toBe('one');
  expect(cloud.events()).toEqual([expect.objectContaining({ source: 'shop', detail: { order: 'one' } })]);
  expect(await cloud.waitFor(() => cloud.logs('Ship').find((line) => line.startsWith('REPORT ')))).toBeDefined();
});

test('it prints the outputs, and serves the control API alone', async () => {
  const text = lines.join('\n');
  expect(text).toContain(`QueueUrl  ${cloud.outputs.QueueUrl}`);
  expect(text).toContain(`ready ${cloud.endpointUrl}`);
  expect((await fetch(new URL('/orders', cloud.endpointUrl))).status).toBe(404);
  const headers = { 'x-local-token': readFileSync(join(cloud.dataFolder, 'token'), 'utf8').trim() };
  const state = await fetch(new URL('/_local/state', cloud.endpointUrl), { headers });
  expect(await state.json()).toMatchObject({ events: { published: 1 } });
});

test('what is waited for in vain names the functions that failed', async () => {
  const bus = new EventBridgeClient(cloud.aws);
  const Entries = [{ EventBusName: cloud.outputs.BusName, Source: 'shop', DetailType: 'Order', Detail: '{}' }];
  await bus.send(new PutEventsCommand({ Entries }));
  await cloud.waitFor(() => cloud.logs('Ship').find((line) => line.includes('"errorType"')));
  await expect(cloud.waitFor(() => undefined, 2000)).rejects.toThrow(/Ship\w* failed \d+ of \d+ times/);
});

test('what cannot start is said in its own sentence, and leaves nothing', async () => {
  const directory = newFolder();
  await expect(startLocalCloud({ directory, dataFolder: join(directory, 'data') })).rejects.toThrow(
    'There is no cdk.json with an "app"',
  );
  expect(existsSync(join(directory, 'data'))).toBe(false);
});

test('a reset leaves no event and no line', async () => {
  await cloud.reset();
  expect([cloud.events(), cloud.logs('Ship')]).toEqual([[], []]);
});

test('it ends with its temporary folder', async () => {
  await cloud.stop();
  expect(existsSync(cloud.dataFolder)).toBe(false);
});
