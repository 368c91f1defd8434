import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CfnOutput } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { encodeEnvelope } from '../../../lambda/shared/envelope';
import { synthesize } from '../../../test/lib/synth';
import { moMessage } from '../../../test/support/mo-message';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { until } from '../../../test/support/until';
import { envelopeOf } from '../../proof/src/support/envelope';
import { serveVibesApi, type VibesApi } from '../../proof/src/vibes-api/serve-vibes-api';
import { opsCommands } from '../src/commands';
import type { OpsCommand } from '../src/frame/command';
import { needsOf, type PolicyDocument, policyDocument } from '../src/policy/policy-document';
import { defaultArns } from '../src/policy/resource-arns';
import { doorWith } from './support/door-with';
import { graft } from './support/graft';
import { inNoTime } from './support/in-no-time';
import { clientOptions, type OpsCloud, startOpsCloud } from './support/ops-cloud';
import { patchedAssembly } from './support/patched-assembly';
import { runOpsCommand } from './support/run-ops';

const newFolder = temporaryFolder();
const docs = join(__dirname, '..', '..', '..', 'docs');
const overflowKey = 'overflow/2026-05-06/large-1.json';
let cloud: OpsCloud;
/** Vibes, which makes no calls. */
let api: VibesApi;
let events: EventBridgeClient;
/** The dead letters' own ids, which replace `DEAD` in a command line. */
let deadIds: readonly string[];
let undeliveredId: string;
/** False once a command has changed something else than letters. */
let isAsSetUp = false;
/** False once a command has taken some. */
let hasLetters = false;
let hasOutcome = false;

/** A command line for each command, for which it has something to do. */
const commandLines: Readonly<Record<string, readonly string[]>> = {
  status: [],
  doctor: [],
  find: ['5d0c6b6e-0000-4000-8000-00000000a0ff'],
  alarms: [],
  changes: [],
  tail: ['--no-follow'],
  'dead list': [],
  'dead show': ['request-dead'],
  'dead redrive': ['--since', '2024-01-01T00:00:00Z', '--yes'],
  'dead drop': ['--id', 'DEAD', 'nobody', '--yes'],
  'dead export': ['letters.jsonl'],
  'undelivered list': [],
  'undelivered show': ['x'],
  'undelivered redrive': ['--since', '2024-01-01T00:00:00Z', '--yes'],
  'undelivered drop': ['--id', 'UNDELIVERED', '--yes'],
  'undelivered export': ['events.jsonl'],
  'unrecognized list': [],
  'unrecognized show': ['x'],
  'unrecognized reprocess': ['--all', '--yes'],
  'unrecognized dismiss': ['--all', '--yes'],
  'overflow list': [],
  'overflow requeue': ['--all', '--yes'],
  listen: ['--max', '1', '--for', '10s', '--yes'],
  'outcomes list': [],
  'outcomes stuck': [],
  urls: [],
  'credentials status': [],
  'credentials show': [],
  'credentials rotate': ['--force', '--yes'],
  'credentials retire': ['--force', '--yes'],
  smoke: [],
  connect: [],
  'connect platform': ['--types', 'person_added', '--yes', 'API'],
  'connect scopes': ['API'],
  'connect status': ['API'],
  // It does not arrive: then everything is looked at.
  'connect test': ['--type', 'person_added', '--wait', '1', '--yes', 'API'],
};

beforeAll(async () => {
  // With access logs, so that `doctor` has some to read.
  const subscribed = synthesize({}, (callbacks, stack) => {
    const target = new SqsQueue(new Queue(stack, 'OrderQueue'));
    const { deadLetterQueue } = callbacks.onCallback('Orders', { types: ['RBM Event'], target });
    const value = deadLetterQueue?.queueUrl ?? '';
    new CfnOutput(stack, 'UndeliveredUrl', { value }).overrideLogicalId('UndeliveredUrl');
  });
  const assembly = await patchedAssembly((template) => graft(template, subscribed), newFolder(), {
    accessLogs: 'true',
    messageOutcomes: 'true',
  });
  cloud = await startOpsCloud(join(newFolder(), 'data'), ['--assembly', assembly]);
  events = new EventBridgeClient(clientOptions(cloud.dataDir));
  // One of those that `replay` starts, which is described.
  const { Arn } = await events.send(new DescribeEventBusCommand({ Name: cloud.outputs.EventBusName }));
  await events.send(
    new StartReplayCommand({
      ReplayName: `vibes-Orders-${'0'.repeat(16)}-abcdefgh`,
      EventSourceArn: cloud.outputs.EventArchiveArn,
      EventStartTime: new Date(0),
      EventEndTime: new Date(1_000),
      Destination: { Arn },
    }),
  );
  // One that was left behind, whose tags are read.
  const tags = { 'vibes-callbacks:bus': cloud.outputs.EventBusName ?? '' };
  const QueueName = `vibes-temporary-listen-${'0'.repeat(16)}`;
  await new SQSClient(clientOptions(cloud.dataDir)).send(new CreateQueueCommand({ QueueName, tags }));
  api = await serveVibesApi({ rules: ['downed'] });
  const registered = await cloud.say(['connect', 'platform', '--types', 'person_added', '--yes', ...door()], {
    env: env(),
  });
  expect(registered.code).toBe(0);
});

const door = () => ['--company', api.company, '--user', api.username, '--api', api.url];
const env = () => ({ VIBES_API_PASSWORD: api.password });

afterAll(() => Promise.all([cloud.stop(), api.close()]));

const envelope = (requestId: string) =>
  encodeEnvelope(envelopeOf({ body: moMessage, requestId, path: '/sms/mo', proof: 'basic:current' }));
const large = envelope('request-large');

/** Something of everything: dead letters, one of them in the bucket, a forgotten object, a kept callback, one that waits. */
async function setUp(): Promise<void> {
  await cloud.control('POST', 'reset');
  await cloud.ops('credentials', 'rotate', '--force', '--yes');
  await cloud.post('PlatformUrl', 'what is this');
  // The same id with other content is a collision, of which the ledger is asked.
  for (const type of ['person_added', 'person_updated']) {
    await cloud.post('PlatformUrl', JSON.stringify({ event_id: 'COLLIDES', callback_type: type }));
    await cloud.drained();
  }
  await cloud.drained();
  // As long as the queue cannot be notified, the object stays unpublished.
  await cloud.control('POST', 'faults', { service: 'events', mode: 'error' });
  const s3 = new S3Client({ ...clientOptions(cloud.dataDir), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: cloud.outputs.BucketName, Key: overflowKey, Body: large }));
  const hour = new Date().toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
  const logged = { Bucket: cloud.outputs.BucketName, Key: `access-logs/${hour}/one` };
  await s3.send(new PutObjectCommand({ ...logged, Body: '{"sourceIp":"203.0.113.9"}' }));
  await sendLetters();
  isAsSetUp = true;
  hasOutcome = false;
}

/** A message with an outcome, which takes a while. */
async function publishOutcome(): Promise<void> {
  await cloud.control('DELETE', 'faults');
  const status = '<status isError="false"><description>-</description></status>';
  const body = `<mtMessageResponse messageId="m" receiptDate="2026-05-06T07:08:09Z"><type>Handset</type>${status}</mtMessageResponse>`;
  await cloud.post('SmsReceiptUrl', body);
  await until(async () => (await cloud.ops('outcomes', 'list')).json.count === 1);
  await cloud.control('POST', 'faults', { service: 'events', mode: 'error' });
  hasOutcome = true;
}

/** Dead letters and undelivered events, and of each one that no command line selects: it is put back. */
async function sendLetters(): Promise<void> {
  const dead = await cloud.send('DeadLetterQueueUrl', envelope('request-dead'));
  const object = { key: overflowKey, size: large.length };
  const record = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { object } };
  const other = envelopeOf({ body: moMessage, path: '/sms/mo', receivedAt: '2020-01-01T00:00:00.000Z' });
  await cloud.send('DeadLetterQueueUrl', encodeEnvelope(other));
  const event = { source: 'vibes.callbacks', 'detail-type': 'RBM Event', detail: {} };
  undeliveredId = await cloud.send('UndeliveredUrl', JSON.stringify(event));
  const older = { ...event, detail: { metadata: { receivedAt: '2020-01-01T00:00:00.000Z' } } };
  await cloud.send('UndeliveredUrl', JSON.stringify(older));
  hasLetters = true;
  deadIds = [dead, await cloud.send('DeadLetterQueueUrl', JSON.stringify({ Records: [record] }))];
}

beforeEach(async () => {
  if (!isAsSetUp) await setUp();
  else if (!hasLetters) await sendLetters();
});

function idsOf(word: string): readonly string[] {
  if (word === 'DEAD') return deadIds;
  return word === 'UNDELIVERED' ? [undeliveredId, 'nobody'] : [word];
}

function publishEvent(): Promise<unknown> {
  const EventBusName = cloud.outputs.EventBusName;
  const entry = { EventBusName, Source: 'vibes.callbacks', DetailType: 'RBM Event', Detail: '{}' };
  return events.send(new PutEventsCommand({ Entries: [entry] }));
}

/** A message that one command still holds is not there for the next. */
const takesLetters = (name: string) => /^(dead|undelivered)/.test(name);

/** It changes nothing of what was set up: its rule and queue are its own. */
const leavesAsSetUp = (name: string) => name === 'listen';

/** What they wait for would not come here. */
const waitsInVain = (name: string) => name === 'find' || name === 'connect test';

async function run({ name, kind }: OpsCommand, policy: PolicyDocument) {
  if (name === 'outcomes list' && !hasOutcome) await publishOutcome();
  if (takesLetters(name)) hasLetters = false;
  else if (kind === 'changes' && !leavesAsSetUp(name)) isAsSetUp = false;
  const directory = await doorWith(policy, cloud.dataDir, newFolder());
  const words = (commandLines[name] ?? []).flatMap((word) => (word === 'API' ? door() : idsOf(word)));
  const argv = [...name.split(' '), ...words, '--json', '--local', '--data', '.'];
  // What listens ends with the first event that comes.
  const publishing = name === 'listen' ? setInterval(() => void publishEvent(), 200) : undefined;
  const { code, out, err } = await runOpsCommand(argv, { directory, env: env(), ...(waitsInVain(name) && inNoTime()) });
  clearInterval(publishing);
  return { code, said: `${out}\n${err}` };
}

const policyOf = (command: OpsCommand) => policyDocument(needsOf([command], 'all'), defaultArns);
const readPolicy = (name: string): PolicyDocument => JSON.parse(readFileSync(join(docs, name), 'utf8'));

function without(policy: PolicyDocument, action: string): PolicyDocument {
  const Statement = policy.Statement.map((one) => ({ ...one, Action: one.Action.filter((name) => name !== action) }));
  return { ...policy, Statement: Statement.filter(({ Action }) => Action.length > 0) };
}

const tried = opsCommands.filter(({ name }) => name in commandLines);

it('has a command line for each command but those that need what the stack has not', () => {
  const missing = opsCommands.filter(({ name }) => !(name in commandLines)).map(({ name }) => name);
  // `send` posts to a local cloud's URL: what it asks of API Gateway it asks in AWS alone.
  // `outcomes rebuild` takes seconds each time: rehearsals/outcomes.test.ts runs it with its own policy.
  expect(missing).toEqual(['replay', 'outcomes rebuild', 'env', 'send']);
});

describe.each(tried)('$name', (command) => {
  it('needs no more than the policy for all', async () => {
    expect((await run(command, readPolicy('OPERATOR-POLICY.json'))).said).not.toContain('do not allow');
  });

  if (command.kind === 'reads') {
    it('needs no more than the read-only policy', async () => {
      expect((await run(command, readPolicy('OPERATOR-POLICY-read-only.json'))).said).not.toContain('do not allow');
    });
  }

  it('needs each action that it names, and says which one is missing', async () => {
    const silent: string[] = [];
    for (const action of Object.keys(command.needs)) {
      // Only where nothing is in flight does it ask how many requests were turned away.
      const needsQuiet = command.name === 'find' && action === 'cloudwatch:GetMetricData';
      if (needsQuiet) await cloud.control('POST', 'reset');
      else if (!hasLetters && takesLetters(command.name)) await sendLetters();
      const saysSo = async () =>
        (await run(command, without(policyOf(command), action))).said.includes(`do not allow ${action}`);
      let isSaid = await saysSo();
      // What ran before may have left it nothing to do, and so nothing to ask.
      if (!isSaid && command.kind === 'changes') {
        await setUp();
        isSaid = await saysSo();
      }
      if (needsQuiet) await setUp();
      if (!isSaid) silent.push(action);
    }
    expect(silent).toEqual([]);
  });
});
