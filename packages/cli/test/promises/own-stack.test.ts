import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readJson } from '../../../../test/support/read-json';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { runOpsCommand } from '../support/run-ops';
import { sendMo } from '../support/send-mo';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

const newFolder = temporaryFolder();
const root = resolve(__dirname, '..', '..', '..', '..');
let directory: string;
const posted: string[] = [];
const hook = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    posted.push(body);
    response.end();
  });
});
let cloud: LocalCloudProcess;
let client: { readonly endpoint: string; readonly region: string; readonly credentials: Credentials };

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The app is in its own folder inside the project, so it finds the project's packages. */
beforeAll(async () => {
  mkdirSync(join(root, '.build'), { recursive: true });
  directory = mkdtempSync(join(root, '.build', 'own-app-'));
  cpSync(join(__dirname, '..', 'support', 'own-app'), directory, { recursive: true });
  edit('app.ts', (text) => text.replace('../../../../../lib/', '../../lib/'));
  writeFileSync(join(directory, 'cdk.json'), JSON.stringify({ app: 'node --import tsx app.ts' }));
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
  const { port } = hook.address() as AddressInfo;
  cloud = await startLocalCloud({
    directory,
    dataDir: newFolder(),
    more: ['--watch', '--password', 'pw', '--minute', '1', '--forward', `http://127.0.0.1:${port}/hook`],
  });
  const { endpoint, region, accessKeyId, secretAccessKey } = readJson<Credentials & Omit<typeof client, 'credentials'>>(
    join(cloud.dataDir, 'aws.json'),
  );
  client = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
});

afterAll(() => {
  hook.close();
  rmSync(directory, { recursive: true, force: true });
});

test('the start names what it cannot run, and everything else runs', () => {
  const text = cloud.lines().join('\n');
  expect(text).toContain('1 × AWS::StepFunctions::StateMachine');
  expect(text).not.toMatch(/is not run\b/);
  expect(text).toMatch(/The function CountOrder\w+ runs on nodejs\d+\.x here, not on nodejs22\.x\./);
});

test('a text message runs through the function of the app, whose role may write to its table', async () => {
  await sendMo(cloud, 'ORDER 1', 'a001');
  await until(async () => (await counted()).includes('ORDER 1'));
  await until(() => lineOf('Orders', 'a001')?.includes('delivered: ran in') === true);
});

test('a function that NodejsFunction bundles finds the SDK of the runtime, in any bundle folder', async () => {
  await sendMo(cloud, 'KEEP 1', 'a012');
  await until(async () => (await counted()).includes('KEEP 1'));
});

test('a function that cannot be loaded is named, at the start and where it is called', async () => {
  const why = "Runtime.ImportModuleError: Error: Cannot find module 'package-that-is-nowhere'";
  expect(cloud.lines().join('\n')).toMatch(
    new RegExp(`The function Orders-Broken\\w+ does not start: ${why.replaceAll('.', '\\.')}`),
  );
  await sendMo(cloud, 'BROKEN', 'a013');
  await until(() => lineOf('BrokenTexts', 'a013')?.includes(`failed once: ${why}`) === true);
  const { functions } = await cloud.state();
  const [, broken] = Object.entries(functions).find(([name]) => name.startsWith('Broken')) ?? [];
  expect(broken?.startError).toContain(why);
});

test('a message that the filter excludes reaches no function', async () => {
  await sendMo(cloud, 'HELLO', 'a002');
  await until(() => lineOf('Texts', 'a002') !== undefined);
  expect(lineOf('Orders', 'a002')).toBeUndefined();
  expect(await counted()).not.toContain('HELLO');
});

test('a function whose code is in the template runs too', async () => {
  await sendMo(cloud, 'SHOUT', 'a009');
  await until(() => lineOf('Shouts', 'a009')?.includes('delivered: ran in') === true);
  await sendMo(cloud, 'SHOUT AGAIN', 'a010');
  await until(() => lineOf('Shouts', 'a010')?.includes('failed once: Error: not this') === true);
});

test('an event that a function failed on is in its failure queue, emoji and all', async () => {
  await sendMo(cloud, 'SHOUT 🎉', 'a011');
  await until(async () => (await received('Unheard')).some((body) => body.includes('"text":"SHOUT 🎉"')));
  expect(cloud.lines().join('\n')).not.toContain('LOST');
});

test('a queue gets what the input transformer makes of it', async () => {
  await sendMo(cloud, 'TO THE QUEUE 🎉', 'a003');
  await until(async () => (await received('Texts')).includes('{"said":"TO THE QUEUE 🎉","rule":"Texts"}'));
});

test('a function that fails says why', async () => {
  await sendMo(cloud, 'ORDER FAIL', 'a004');
  await until(() => lineOf('Orders', 'a004')?.includes('failed once: Error: told to fail') === true);
});

test('an event that a policy does not allow is reported, and is in the dead-letter queue of the rule', async () => {
  await sendMo(cloud, 'DENIED', 'a005');
  await until(() => lineOf('Denied', 'a005')?.includes('in its dead-letter queue: no policy') === true);
  await until(async () => (await received('DeniedUndelivered')).some((body) => body.includes('"text":"DENIED"')));
});

test('a topic hands it on to its queue', async () => {
  await sendMo(cloud, 'NEWS', 'a006');
  await until(async () => (await received('Heard')).some((body) => body.includes('"text":"NEWS"')));
});

test('each event was posted to the server of --forward', async () => {
  await sendMo(cloud, 'FORWARD', 'a007');
  await until(() => posted.some((body) => JSON.parse(body).detail.data.text === 'FORWARD'));
  await until(() => lineOf('forward', 'a007')?.includes('taken: 200') === true);
});

test('the operator’s commands find the stack, whatever it is called', async () => {
  const ask = async (...argv: readonly string[]) => {
    const { code, out, err } = await runOpsCommand([...argv, '--local', '--data', cloud.dataDir, '--json']);
    return { code, json: out === '' ? undefined : JSON.parse(out), err };
  };
  expect(cloud.stackName).toBe('Orders');
  await sendMo(cloud, 'DENIED', 'a008');
  await until(async () => (await ask('status')).err.includes('Orders-DeniedUndelivered is in alarm'));
  expect((await ask('status', '--stack', 'Orders')).json).toMatchObject({ dead: { count: 0 } });
  expect(await ask('status', '--stack', 'VibesCallbacks')).toMatchObject({ code: 2, json: undefined });
  expect((await ask('alarms')).json).toContainEqual(expect.objectContaining({ name: 'Orders-CallbacksAtRisk' }));
  expect((await ask('urls')).json).toContainEqual(expect.objectContaining({ url: cloud.outputs.SmsMoUrl }));
  expect((await ask('find', 'a001')).json.callbacks).toMatchObject([{ state: 'published' }]);
  // A busy machine may answer a test 5XX.
  await until(async () => (await ask('smoke')).json.ok === true);
});

test('new code of a function is used as it is saved', async () => {
  await sendMo(cloud, 'ORDER FAIL', 'a101');
  await until(() => isTold('a101', 'told to fail'));
  edit('handlers/index.mjs', (text) => text.replace('told to fail', 'told otherwise'));
  await until(() => cloud.lines().some((line) => /^New code for CountOrder\w+, in \d+ ms\.$/.test(line)));
  await sendMo(cloud, 'ORDER FAIL', 'a102');
  await until(() => isTold('a102', 'told otherwise'));
});

test('a build error has the bundler’s own message; the app is synthesized again once it is fixed', async () => {
  const earlier = cloud.lines().length;
  const printed = (pattern: RegExp) =>
    cloud
      .lines()
      .slice(earlier)
      .findIndex((line) => pattern.test(line));
  edit('handlers/keep.ts', (text) => text.replace('const Item =', 'const Item = ='));
  await until(() => printed(/handlers\/keep\.ts:6:\d+:$/) >= 0);
  expect(printed(/^✘ \[ERROR\] Unexpected "="$/)).toBeGreaterThanOrEqual(0);
  edit('app.ts', (text) => text.replace('Duration.seconds(10)', 'Duration.seconds(7)'));
  edit('handlers/keep.ts', (text) => text.replace('const Item = =', 'const Item ='));
  await until(() => printed(/^It works again: your app was synthesized in [\d.]+ s, and runs\.$/) >= 0);
  expect(printed(/^Synthesizing your app/)).toBeGreaterThanOrEqual(0);
  await sendMo(cloud, 'ORDER FAIL', 'a103');
  await until(() => isTold('a103', 'told otherwise'));
});

/** The last line of a rule for a message. */
function lineOf(rule: string, id: string): string | undefined {
  return cloud.lines().findLast((line) => new RegExp(`→  ${rule}\\b.*${id}`).test(line));
}

async function counted(): Promise<readonly (string | undefined)[]> {
  const { Items = [] } = await new DynamoDBClient(client).send(
    new ScanCommand({ TableName: cloud.outputs.Counts ?? '' }),
  );
  return Items.map(({ word }) => word?.S);
}

/** They stay visible in the queue. */
async function received(output: string): Promise<readonly string[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: cloud.outputs[output] ?? '',
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
  });
  const { Messages = [] } = await new SQSClient(client).send(command);
  return Messages.map(({ Body = '' }) => Body);
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(directory, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function isTold(id: string, text: string): boolean {
  return cloud.lines().some((line) => line.includes(id) && line.includes(text));
}
