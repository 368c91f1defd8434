import { join } from 'node:path';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { moMessage } from '../../../../test/support/mo-message';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { clientOptions, type OpsCloud, startOpsCloud } from '../support/ops-cloud';
import { patchedAssembly, resourcesOf } from '../support/patched-assembly';

const newFolder = temporaryFolder();
const hourMs = 3_600_000;
let cloud: OpsCloud;
let startedAtMs: number;

/** The stack with rules of a customer's on its bus, and two messages: one as it comes, one that waited for two hours. */
beforeAll(async () => {
  startedAtMs = Date.now();
  const assembly = await patchedAssembly((template) => {
    const [bus] = resourcesOf(template, 'AWS::Events::EventBus');
    const Properties = {
      EventBusName: { Ref: bus?.[0] },
      EventPattern: { source: ['vibes.callbacks'], 'detail-type': ['MO Message'] },
    };
    const Targets = [{ Id: 'Queue', Arn: { 'Fn::GetAtt': ['OrderQueue', 'Arn'] } }];
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': ['OrderQueue', 'Arn'] },
      },
    ];
    Object.assign(template.Resources, {
      OrderQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
      OrderPolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'OrderQueue' }], PolicyDocument: { Statement } },
      },
      Orders: { Type: 'AWS::Events::Rule', Properties: { ...Properties, Name: 'Orders', Targets } },
      Receipts: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ...Properties,
          Name: 'Receipts',
          EventPattern: { source: ['vibes.callbacks'], 'detail-type': ['MT Message Response'] },
        },
      },
      Off: { Type: 'AWS::Events::Rule', Properties: { ...Properties, Name: 'Off', State: 'DISABLED' } },
    });
  }, newFolder());
  cloud = await startOpsCloud(join(newFolder(), 'data'), ['--assembly', assembly]);
  await cloud.postMo(moMessage);
  const late = moMessage.replace(/messageId="[^"]*"/, 'messageId="late"');
  const receivedAt = new Date(startedAtMs - 2 * hourMs).toISOString();
  const envelope = envelopeOf({ body: late, path: '/sms/mo', proof: 'basic:current', receivedAt });
  await cloud.send('CallbackQueueUrl', encodeEnvelope(envelope));
  await cloud.drained();
});

/** From the start of this test until now, typed in a quarter of an hour. */
async function replay(rule: string, ...more: string[]) {
  const span = ['--from', new Date(startedAtMs).toISOString(), '--to', new Date().toISOString()];
  const now = () => Date.now() + hourMs / 4;
  const { code, out, err } = await cloud.say(['replay', ...span, '--rule', rule, '--json', ...more], { now });
  return { code, out, err, json: out === '' ? undefined : JSON.parse(out) };
}

/** What the rule's target has got so far. */
async function received(): Promise<string[]> {
  const sqs = new SQSClient(clientOptions(cloud.dataDir));
  const QueueUrl = cloud.outputs.CallbackQueueUrl?.replace(/[^/]+$/, 'orders');
  const ids: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return ids.sort();
    ids.push(...Messages.map(({ Body = '' }) => JSON.parse(Body).detail.data.messageId));
  }
}

it('brings back what was published in its time, also what was received two hours before, and waits for its end', async () => {
  const all = await received();
  expect(all).toContain('late');
  expect(all).toHaveLength(2);
  const { code, json, err } = await replay('Orders', '--yes', '--type', 'MO Message');
  const receivedFrom = new Date(Math.floor((startedAtMs - 2 * hourMs) / 1000 - 1) * 1000).toISOString();
  expect([code, json]).toEqual([
    0,
    { replay: expect.stringMatching(/^vibes-Orders-/), state: 'COMPLETED', events: 2, extra: 0, receivedFrom },
  ]);
  const early = startedAtMs - 2 * hourMs - Date.parse(json.receivedFrom);
  expect([early >= 0, early <= 2_000]).toEqual([true, true]);
  // With the times, because "2h" is another time when it is typed again.
  expect(err).toContain(`replay --from ${new Date(startedAtMs).toISOString()} --to `);
  expect(await received()).toEqual(all);
});

it('may be asked for again: each replay has a name of its own', async () => {
  const names = [(await replay('Orders', '--yes')).json.replay, (await replay('Orders', '--yes')).json.replay];
  expect(new Set(names).size).toBe(2);
});

it('as a dry run starts nothing, and says what it would do', async () => {
  await received();
  const { code, json, err } = await replay('Orders', '--dry-run');
  expect([code, json]).toMatchObject([0, { replay: null, state: 'NOT_STARTED', events: 2 }]);
  expect(err).toContain('so this replay starts at');
  expect(err).toContain('The rule also gets no extra events.');
  expect(await received()).toEqual([]);
});

it('says where there is nothing to replay, and starts nothing', async () => {
  const { code, json } = await replay('Receipts', '--yes');
  expect([code, json]).toMatchObject([1, { replay: null, state: 'NOTHING_TO_REPLAY', events: 0, extra: 0 }]);
});

it('refuses a type that the rule does not take alone', async () => {
  const { code, out, err } = await replay('Orders', '--type', 'Platform Event', '--yes');
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('matches MO Message');
});

it('names the rules that there are', async () => {
  const { code, err } = await replay('Order', '--yes');
  expect([code, err]).toEqual([2, expect.stringContaining('it has Orders, Receipts, Off')]);
});

it('refuses a rule that is disabled, which would get nothing', async () => {
  const { code, err } = await replay('Off', '--yes');
  expect([code, err]).toEqual([2, expect.stringContaining('The rule Off is disabled')]);
});

it.each([
  ['a time that ends before it begins', '1h', '2h', '--from must be before --to'],
  ['an end that EventBridge may not have archived yet', '1h', '9m', 'ten minutes to put an event into the archive'],
  ['a time of which the archive has nothing', '40d', '31d', 'The archive has deleted everything from before'],
])('refuses %s', async (_, from, to, why) => {
  const { code, err } = await cloud.ops('replay', '--from', from, '--to', to, '--rule', 'Orders', '--yes');
  expect([code, err]).toEqual([2, expect.stringContaining(why)]);
});

it('says what it cannot know where the log or the archive does not reach back that far', async () => {
  const { err } = await cloud.ops('replay', '--from', '40d', '--to', '10m', '--rule', 'Orders', '--dry-run');
  expect(err).toContain('The archive has nothing from before');
  expect(err).toContain("The consumer's log begins at");
  expect(err).toContain('use an earlier --from');
});
