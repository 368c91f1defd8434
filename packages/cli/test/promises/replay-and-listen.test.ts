// Published events elsewhere: replayed from the archive to a rule of the stack, and on another machine, with `listen`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import {
  DescribeReplayCommand,
  DescribeRuleCommand,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { memberText } from '../../src/reads/member-text';
import { type OpsCloud, startOpsCloud } from '../support/ops-cloud';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';

const newFolder = temporaryFolder();
/** A developer's cloud with a rule, and the one in the role of the deployed stack. */
let app: OpsCloud;
let deployed: OpsCloud;
const clients = new Map<OpsCloud, ReturnType<typeof clientsOf>>();
const ending: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const assembly = await patchedAssembly(addRule, newFolder());
  [app, deployed] = await Promise.all([
    startOpsCloud(join(newFolder(), 'data'), ['--assembly', assembly]),
    startOpsCloud(join(newFolder(), 'data')),
  ]);
  for (const cloud of [app, deployed]) {
    const access = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
    clients.set(cloud, clientsOf(access.endpoint, access));
  }
});

afterAll(async () => {
  for (const one of clients.values()) one.destroy();
  for (const end of ending) await end();
});

function clientsAt(cloud: OpsCloud): ReturnType<typeof clientsOf> {
  const found = clients.get(cloud);
  if (found === undefined) throw new Error('the local clouds are there in tests');
  return found;
}

function addRule(template: EditableTemplate): void {
  const [bus = ''] = resourcesOf(template, 'AWS::Events::EventBus')[0] ?? [];
  const queueArn = { 'Fn::GetAtt': ['Orders', 'Arn'] };
  Object.assign(template.Resources, {
    Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
    OrdersRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'orders',
        EventBusName: { Ref: bus },
        EventPattern: { source: ['vibes.callbacks'] },
        Targets: [{ Id: 'queue', Arn: queueArn }],
      },
    },
    OrdersPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Orders' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queueArn,
            },
          ],
        },
      },
    },
  });
}

/** Waits for the next one. */
async function receiveOrder(): Promise<string> {
  const { sqs } = clientsAt(app);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    const [{ Body, ReceiptHandle } = {}] = Messages;
    if (Body === undefined) continue;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Body;
  }
}

it('a replay brings an event to the rule once more, with its id and the name of the replay', async () => {
  const { events } = clientsAt(app);
  expect((await app.post('SmsReceiptUrl', 'a callback')).status).toBe(200);
  const first = JSON.parse(await receiveOrder());
  const EventBusName = app.outputs.EventBusName;
  const { Arn: ruleArn = '' } = await events.send(new DescribeRuleCommand({ Name: 'orders', EventBusName }));
  const ReplayName = 'again';
  await events.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: app.outputs.EventArchiveArn,
      EventStartTime: new Date(Date.now() - 3_600_000),
      EventEndTime: new Date(Date.now() + 3_600_000),
      Destination: { Arn: `arn:aws:events:us-east-1:000000000000:event-bus/${EventBusName}`, FilterArns: [ruleArn] },
    }),
  );
  const second = JSON.parse(await receiveOrder());
  expect(second).toEqual({ 'replay-name': ReplayName, ...first });
  await until(async () => (await events.send(new DescribeReplayCommand({ ReplayName }))).State === 'COMPLETED');
  expect(app.events()).toHaveLength(1);
  const { code, json } = await app.ops('changes');
  expect(code).toBe(0);
  const lines = json.map(({ what, detail }: Record<string, string>) => `${what}: ${detail}`);
  expect(lines[0]).toMatch(/^replay: events of .*COMPLETED, again/);
  expect(lines).toContainEqual(
    expect.stringMatching(/^deployment: CREATE_COMPLETE .* resources changed .*now version/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^secret: MO secret: new version .*\(current\)/));
});

const detailOf = (id: string) =>
  `{ "metadata": {"id":"${id}"}, "data": {"big":9007199254740993,"real":1.10,"text":"\\u00e9 🎉","from":"+15555550100"} }`;

async function publish(ids: readonly string[], DetailType = 'MO Message'): Promise<void> {
  const { events } = clientsAt(deployed);
  const frame = { EventBusName: deployed.outputs.EventBusName, Source: 'vibes.callbacks', DetailType };
  for (let start = 0; start < ids.length; start += 10) {
    const Entries = ids.slice(start, start + 10).map((id) => ({ ...frame, Detail: detailOf(id) }));
    expect((await events.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  }
}

/** Temporary rules and queues of the deployed stack. */
async function left(): Promise<readonly string[]> {
  const { events, sqs } = clientsAt(deployed);
  const prefix = 'vibes-temporary-';
  const rules = { EventBusName: deployed.outputs.EventBusName, NamePrefix: prefix };
  const { Rules = [] } = await events.send(new ListRulesCommand(rules));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
  return [...Rules.map(({ Name }) => `rule ${Name}`), ...QueueUrls.map((url) => `queue ${url.split('/').at(-1)}`)];
}

/** The developer's server: what it got, by `metadata.id`. */
async function startServer() {
  const got = new Map<string, Set<string>>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const detail = memberText(Buffer.concat(parts).toString(), 'detail') ?? '';
      const { id } = JSON.parse(detail).metadata;
      got.set(id, new Set([...(got.get(id) ?? []), detail]));
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ending.push(() => new Promise((closed) => server.close(closed).closeAllConnections()));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events` };
}

it('listen, killed in the middle of 1,000 events, goes on with each of them unchanged, and leaves nothing', async () => {
  const { got, url } = await startServer();
  const ids = Array.from({ length: 1_000 }, (_, index) => `event-${index}`);
  const ops = resolve(__dirname, '..', '..', 'bin', 'ops.ts');
  const words = ['listen', '--forward', url, '--types', 'MO Message', '--yes', '--local', '--data', deployed.dataDir];
  const child = spawn(process.execPath, ['--import', 'tsx', ops, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  ending.push(async () => child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  await until(() => said.includes('Listening with'));
  await publish(['not-wanted'], 'RBM Event');
  const published = publish(ids);
  await until(() => got.size >= 200);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await published;
  expect(got.size).toBeLessThan(1_000);
  expect(await left()).toHaveLength(2);
  const { json } = await deployed.ops('doctor');
  const named = json.checks.find(({ name }: { readonly name: string }) => name === 'temporary rules');
  expect(named).toMatchObject({ status: 'warn', fix: expect.stringContaining('listen --clean') });

  const interruption = new AbortController();
  const resumed = deployed.say(['listen', '--resume', '--forward', url, '--yes', '--json'], {
    interrupted: interruption.signal,
  });
  await until(() => got.size === 1_000);
  interruption.abort();
  const { code, out, err } = await resumed;
  expect(code).toBe(0);
  expect(ids.filter((id) => got.get(id)?.size !== 1 || !got.get(id)?.has(detailOf(id)))).toEqual([]);
  expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
    detailType: 'MO Message',
    outcome: 'taken',
    detail: '200',
  });
  expect(said + out + err).not.toContain('5555550100');
  expect(await left()).toEqual([]);
});

it('listen --local-app brings events to the rules of the local cloud; listen --clean removes what a broken start left', async () => {
  const name = `vibes-temporary-listen-${'0'.repeat(16)}`;
  const { events, sqs } = clientsAt(deployed);
  const EventBusName = deployed.outputs.EventBusName;
  const tags = { 'vibes-callbacks:bus': EventBusName ?? '', 'vibes-callbacks:expires-at': '2026-01-01T00:00:00Z' };
  await sqs.send(new CreateQueueCommand({ QueueName: name, tags }));
  const rule = { Name: name.replaceAll('0', '1'), EventBusName, EventPattern: '{"source":["x"]}' };
  await events.send(new PutRuleCommand(rule));
  await sqs.send(
    new CreateQueueCommand({ QueueName: name.replaceAll('0', '2'), tags: { 'vibes-callbacks:bus': 'other' } }),
  );

  const before = app.events().length;
  const told: string[] = [];
  const words = ['listen', '--local-app', app.dataDir, '--max', '2', '--yes'];
  const listening = deployed.say(words, { onNote: (line) => told.push(line) });
  await until(() => told.some((line) => line.startsWith('Listening with')));
  await publish(['local-1', 'local-2']);
  expect((await listening).code).toBe(0);
  const lines = readFileSync(join(app.dataDir, 'events.jsonl'), 'utf8').trim().split('\n').slice(before);
  expect(lines.map((line) => memberText(line, 'detail')).sort()).toEqual([detailOf('local-1'), detailOf('local-2')]);
  expect(memberText(await receiveOrder(), 'detail')).toMatch(/local-[12]/);
  expect(told.join()).toContain('listen --clean');

  const { code, json } = await deployed.ops('listen', '--clean', '--yes');
  expect([code, json.removed]).toEqual([0, [name, rule.Name]]);
  expect(await left()).toEqual([`queue ${name.replaceAll('0', '2')}`]);
});
