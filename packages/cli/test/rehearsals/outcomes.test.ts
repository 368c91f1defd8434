import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { outcomesRebuild } from '../../src/commands/outcomes-rebuild';
import { needsOf, policyDocument } from '../../src/policy/policy-document';
import { defaultArns } from '../../src/policy/resource-arns';
import { doorWith } from '../support/door-with';
import { functionLines } from '../support/function-lines';
import { clientOptions, type Json } from '../support/ops-cloud';
import { type Rehearsal, rehearse } from '../support/rehearsal';
import { runOpsCommand } from '../support/run-ops';

const newFolder = temporaryFolder();
const rehearsal = rehearse({ context: { messageOutcomes: 'true' } });

/** A receipt of a message, as Vibes posts it. */
function receipt(messageId: string, type: string, isError = false): string {
  const status = `<status isError="${isError}"><description>-</description></status>`;
  return `<mtMessageResponse messageId="${messageId}" receiptDate="2026-05-06T07:08:09Z"><type>${type}</type>${status}</mtMessageResponse>`;
}

async function post(cloud: Rehearsal, ...receipts: readonly string[]): Promise<void> {
  for (const body of receipts) await until(async () => (await cloud.post('SmsReceiptUrl', body)).status === 200);
}

/** The state of each message that `outcomes list` shows, by its id. */
async function states(cloud: Rehearsal, ...more: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { json } = await cloud.ops('outcomes', 'list', ...more);
  return Object.fromEntries(json.outcomes.map(({ messageId, state }: Json) => [messageId, state]));
}

const versions = (cloud: Rehearsal, messageId: string) =>
  cloud
    .events()
    .filter((event) => event['detail-type'] === 'Message Outcome' && event.detail.data.messageId === messageId)
    .map(({ detail }) => detail.data.version);

it('OutcomesErrors: receipts that kill their function five times are undelivered, and a redrive brings their outcomes', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'Outcomes', mode: 'crash' });
  await post(cloud, receipt('one', 'Handset'), receipt('two', 'Carrier', true));
  await cloud.fires('OutcomesErrors');
  // Minutes pass while an alarm is waited for, and the crashes are to stay in the last hour.
  await until(async () => (await cloud.ops('undelivered', 'list')).json.count === 2);
  await cloud.fires('OutcomesUndelivered');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.undelivered).toMatchObject({ count: 2, bySubscription: { Outcomes: 2 } });
  expect(found.json.outcomes.crashed).toBeGreaterThanOrEqual(5);
  expect((await cloud.ops('undelivered', 'list')).json.messages).toEqual([
    expect.objectContaining({ subscription: 'Outcomes', failedAt: 'function', detailType: 'MT Message Response' }),
    expect.objectContaining({ subscription: 'Outcomes', failedAt: 'function', detailType: 'MT Message Response' }),
  ]);

  await cloud.control('DELETE', 'faults');
  const redrive = await cloud.ops('undelivered', 'redrive', '--subscription', 'Outcomes', '--yes');
  expect(redrive.json).toEqual({ moved: 2, left: 0, failed: [] });

  await cloud.ends('OutcomesErrors', 'OutcomesUndelivered');
  await until(async () => Object.keys(await states(cloud)).length === 2);
  expect(await states(cloud)).toEqual({ one: 'delivered', two: 'failed' });
  expect(await states(cloud, '--state', 'failed')).toEqual({ two: 'failed' });
  expect([versions(cloud, 'one'), versions(cloud, 'two')]).toEqual([[1], [1]]);
  await cloud.quiet();
});

it('OutcomesTooOld: the function is switched on again, and the outcomes catch up', async () => {
  const cloud = rehearsal();
  await cloud.switchConsumer(false, 'OutcomesQueueUrl');
  await post(cloud, receipt('one', 'Carrier'), receipt('one', 'Handset'));
  await cloud.fires('OutcomesTooOld');
  const found = await cloud.ops('status');
  expect([found.code, found.json.outcomes.waiting.count]).toEqual([1, 2]);
  expect(found.err).toContain('RUNBOOK.md#outcomes');
  const { checks } = (await cloud.ops('doctor')).json;
  expect(checks.find(({ name }: Json) => name === 'outcomes')).toMatchObject({
    ...{ status: 'fail', fix: expect.stringMatching(/^aws lambda update-event-source-mapping --enabled --uuid \S+/) },
  });

  await cloud.switchConsumer(true, 'OutcomesQueueUrl');
  await cloud.ends('OutcomesTooOld');
  await until(async () => (await states(cloud)).one === 'delivered');
  expect(new Set(versions(cloud, 'one')).size).toBe(versions(cloud, 'one').length);
  await cloud.quiet();

  // A sender's `Message Submitted` starts an outcome.
  await submit(cloud, { messageId: 'two', channel: 'sms' });
  await until(async () => (await states(cloud)).two === 'submitted');
});

const hour = 3_600_000;
/** An hour later, when the archive has everything, and only with the rights that the command says it needs. */
async function rebuild({ dataDir }: Rehearsal, ...more: readonly string[]) {
  const policy = policyDocument(needsOf([outcomesRebuild], 'all'), defaultArns);
  const door = await doorWith(policy, dataDir, newFolder());
  const words = ['outcomes', 'rebuild', '--from', '2h', '--json', '--local', '--data', door];
  const { code, out, err } = await runOpsCommand([...words, ...more], { now: () => Date.now() + hour });
  return { code, err, json: out === '' ? undefined : JSON.parse(out) };
}

/** Puts a sender's `Message Submitted` on the bus. */
function submit({ dataDir, outputs }: Rehearsal, detail: object) {
  const entry = { EventBusName: outputs.EventBusName, Source: 'shop', DetailType: 'Message Submitted' };
  const events = new EventBridgeClient(clientOptions(dataDir));
  return events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }));
}

describe('rebuild', () => {
  const leftOver = async ({ dataDir, outputs }: Rehearsal) => {
    const clients = clientOptions(dataDir);
    const [rules, queues] = await Promise.all([
      new EventBridgeClient(clients).send(new ListRulesCommand({ EventBusName: outputs.EventBusName })),
      new SQSClient(clients).send(new ListQueuesCommand({ QueueNamePrefix: 'vibes-temporary-' })),
    ]);
    const ours = (rules.Rules ?? []).filter(({ Name = '' }) => Name.startsWith('vibes-temporary-'));
    return [ours.length, (queues.QueueUrls ?? []).length];
  };
  /** The archive has them, and the function never gets them. */
  const loseReceipts = async (cloud: Rehearsal, ...receipts: readonly string[]) => {
    const sqs = new SQSClient(clientOptions(cloud.dataDir));
    const QueueUrl = cloud.outputs.OutcomesQueueUrl;
    await cloud.switchConsumer(false, 'OutcomesQueueUrl');
    await post(cloud, ...receipts);
    for (let lost = 0; lost < receipts.length; ) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      lost += Messages.length;
    }
    await cloud.switchConsumer(true, 'OutcomesQueueUrl');
  };
  const scan = async (cloud: Rehearsal) => {
    const dynamodb = new DynamoDBClient(clientOptions(cloud.dataDir));
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: cloud.outputs.OutcomesTableName }));
    return { dynamodb, items: Items, keys: Items.map(({ pk }) => pk?.S).sort() };
  };

  it('finds what the table lacks, writes it, has unpublished versions published, and removes what a killed run left behind', async () => {
    const cloud = rehearsal();
    const ofOrder = receipt('a', 'Carrier').replace(' receiptDate', ' submitterMessageId="order-a" receiptDate');
    await post(cloud, ofOrder, receipt('b', 'Carrier'), receipt('c', 'Handset'));
    await until(async () => Object.keys(await states(cloud)).length === 3);
    await loseReceipts(cloud, receipt('a', 'Handset'));
    const { dynamodb, items, keys: before } = await scan(cloud);
    const TableName = cloud.outputs.OutcomesTableName;
    for (const { pk, sk, ...rest } of items) {
      if (pk === undefined || sk === undefined) continue;
      if (pk.S === 'sms#a' || pk.S === 'alias#order-a')
        await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
      if (pk.S === 'sms#b')
        await dynamodb.send(new PutItemCommand({ TableName, Item: { ...rest, pk, sk, receipts: { L: [] } } }));
    }
    await submit(cloud, { messageId: 'bad', channel: 'fax' });
    const killed = 'vibes-temporary-rebuild-0123456789abcdef';
    const rule = { Name: killed, EventBusName: cloud.outputs.EventBusName, EventPattern: '{"source":["unused"]}' };
    await new EventBridgeClient(clientOptions(cloud.dataDir)).send(new PutRuleCommand(rule));
    const looked = await rebuild(cloud, '--yes');
    const counts = { state: 'COMPLETED', same: 1, missing: 1, different: 1, unreadable: 1, written: 0 };
    expect([looked.code, looked.json]).toMatchObject([1, counts]);
    expect(looked.err).toContain(`Removed ${killed}`);
    expect(looked.json.differences).toEqual([
      expect.objectContaining({ messageId: 'b', verdict: 'different', state: 'sent', lacks: 1 }),
      expect.objectContaining({ messageId: 'a', verdict: 'missing', rebuiltState: 'delivered', rebuiltVersion: 2 }),
    ]);
    expect(looked.err).toMatch(/--write .*" writes the missing ones/);
    expect(looked.err).toMatch(/replay --from \S+ --to \S+ --rule Outcomes/);
    expect((await scan(cloud)).keys).toEqual(['sms#b', 'sms#c']);

    const written = { missing: 1, different: 1, written: 1, toPublish: 1 };
    expect((await rebuild(cloud, '--write', '--yes')).json).toMatchObject(written);
    const again = { missing: 0, different: 1, written: 0, toPublish: 0 };
    expect((await rebuild(cloud, '--write', '--yes')).json).toMatchObject(again);
    expect((await scan(cloud)).keys.filter((key) => !key?.startsWith('due#'))).toEqual(before);
    expect(versions(cloud, 'a')).toEqual([1]);
    const later = { service: 'lambda', function: 'Outcomes', mode: 'skew', skewMs: 2 * hour };
    await cloud.control('POST', 'faults', later);
    await cloud.control('POST', 'schedules');
    await until(() => versions(cloud, 'a').includes(2));
    await post(cloud, receipt('a', 'Handset', true));
    await until(() => versions(cloud, 'a').includes(3));
    expect(new Set(versions(cloud, 'a'))).toEqual(new Set([1, 2, 3]));
    await until(async () => (await scan(cloud)).keys.length === before.length);
    expect(await leftOver(cloud)).toEqual([0, 0]);

    // The malformed submission was tried five times meanwhile.
    await cloud.control('DELETE', 'faults');
    await until(async () => (await cloud.ops('undelivered', 'list')).json.count === 1);
    await cloud.fires('OutcomesUndelivered');
    const [{ messageId }] = (await cloud.ops('undelivered', 'list')).json.messages;
    const lines = await functionLines(cloud, 'OutcomesLogGroupName', '{ $.level = "error" }');
    expect(lines.map((line) => JSON.parse(line).sqsMessageId)).toContain(messageId);
    const dropped = await cloud.ops('undelivered', 'drop', '--id', messageId, '--yes');
    expect(dropped.json).toMatchObject({ moved: 1, left: 0 });
    expect((await cloud.ops('status')).json.undelivered.count).toBe(0);
  });

  it('as a dry run creates nothing, and needs a span that the archive has', async () => {
    const cloud = rehearsal();
    const { code, json, err } = await rebuild(cloud, '--dry-run', '--write');
    expect([code, json]).toMatchObject([0, { replay: null, state: 'NOT_STARTED' }]);
    expect(err).toContain('Then it writes the messages that the table lacks.');
    for (const [words, why] of [
      [['--to', '0s'], 'ten minutes to put an event into the archive'],
      [['--to', '3h'], '--from must be before --to'],
    ] as const) {
      const refused = await cloud.ops('outcomes', 'rebuild', '--from', '2h', ...words, '--yes');
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(why) });
    }
  });

  it('interrupted, it removes its rule and queue', async () => {
    const cloud = rehearsal();
    const interruption = new AbortController();
    const words = ['outcomes', 'rebuild', '--from', '2h', '--yes'];
    const running = cloud.say(words, { now: () => Date.now() + hour, interrupted: interruption.signal });
    await until(async () => (await leftOver(cloud)).every((count) => count === 1));
    interruption.abort();
    expect((await running).code).toBe(130);
    expect(await leftOver(cloud)).toEqual([0, 0]);
  });
});
