import { fromAttributes, itemKey, toAttributes } from '../../../../lambda/outcomes/aws/item-attributes';
import { advance } from '../../../../lambda/outcomes/message-item';
import { readReceipt } from '../../../../lambda/outcomes/receipt';
import type { State } from '../../../../lambda/reader/outcome/outcome-states';
import { outcomesList } from '../../src/commands/outcomes-list';
import { outcomesRebuild } from '../../src/commands/outcomes-rebuild';
import { outcomesStuck } from '../../src/commands/outcomes-stuck';
import type { OpsCommand } from '../../src/frame/command';
import { givenOps, type OpsGiven } from '../support/ops-context';

const nowMs = Date.parse('2026-05-06T08:00:00Z');
/** As the command line has it: what is `1h` by default is counted from the real clock. */
const since = ['--since', '2026-05-06T07:00:00Z'];
const outputs = { OutcomesTableName: 'outcomes', OutcomesLogGroupName: '/outcomes' };

/** Runs a command on AWS that answers what is given. */
async function run(command: OpsCommand, argv: readonly string[], given: OpsGiven = {}) {
  const world = givenOps({ outputs, nowMs, ...given });
  let answer: Awaited<ReturnType<Parameters<Parameters<OpsCommand['toCommander']>[0]>[1]>> | undefined;
  const commander = command.toCommander(async (_options, execute) => {
    answer = await execute(world.context);
  });
  await commander.parseAsync([...argv], { from: 'user' });
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
  return { ...world, code: answer?.code, json: answer?.json as any, text: answer?.text() };
}

/** A line of the function's log. */
const line = (messageId: string, minutesAgo: number, more: object = {}) => ({
  timestamp: nowMs - minutesAgo * 60_000,
  eventId: `${messageId}-${minutesAgo}`,
  message: JSON.stringify({ code: 'OutcomePublished', channel: 'sms', messageId, version: 1, ...more }),
});

const item = (messageId: string, state: State, minutesAgo: number) => ({
  pk: { S: `sms#${messageId}` },
  sk: { S: 'outcome' },
  ...toAttributes({
    ...{ rev: 2, receipts: [], isPastDue: false },
    versions: [
      {
        ...{ madeOf: 0, isDue: false, at: new Date(nowMs - minutesAgo * 60_000).toISOString() },
        outcome: {
          ...{ channel: 'sms', messageId, submitterMessageId: null, state, isFinal: state !== 'sent', version: 2 },
          ...{ since: '2026-05-06T07:00:00.000Z', parts: null, forwardedTo: null, corrects: null },
          error: state === 'failed' ? { code: null, internalCode: 1, text: null, kind: 'route' } : null,
        },
      },
    ],
  }),
});

interface Keys {
  readonly RequestItems: { readonly outcomes: { readonly Keys: readonly { readonly pk: { readonly S: string } }[] } };
}

/** Answers with those of the items that are asked for. */
const batchOf =
  (...items: readonly ReturnType<typeof item>[]) =>
  (input: unknown) => {
    const asked = (input as Keys).RequestItems.outcomes.Keys.map(({ pk }) => pk.S);
    return { Responses: { outcomes: items.filter(({ pk }) => asked.includes(pk.S)) } };
  };

describe('outcomes list', () => {
  it('lists each message once, the newest first, with its state now', async () => {
    const { json, code } = await run(outcomesList, since, {
      answers: {
        FilterLogEvents: [{ events: [line('a', 9), line('b', 2), line('a', 1)] }, {}],
        BatchGetItem: batchOf(item('b', 'sent', 2), item('a', 'failed', 1)),
      },
    });
    expect(code).toBe(0);
    expect(json).toMatchObject({ count: 2, missing: 0 });
    expect(json.outcomes).toMatchObject([
      { channel: 'sms', messageId: 'a', state: 'failed', isFinal: true, version: 2, error: { kind: 'route' } },
      { channel: 'sms', messageId: 'b', state: 'sent', isFinal: false, error: null },
    ]);
  });

  it('asks the log for the state, and leaves out what has another one by now', async () => {
    const { json, named } = await run(outcomesList, [...since, '--state', 'failed', '--channel', 'sms'], {
      answers: {
        FilterLogEvents: [{ events: [line('a', 9), line('b', 8)] }, {}],
        BatchGetItem: batchOf(item('a', 'failed', 9), item('b', 'delivered', 1)),
      },
    });
    expect(json.outcomes).toMatchObject([{ messageId: 'a' }]);
    expect(named('FilterLogEvents')[0]).toMatchObject({
      filterPattern: '{ $.code = "OutcomePublished" && $.state = "failed" && $.channel = "sms" }',
    });
  });

  it('looks at the newest lines first, as far back as asked', async () => {
    const { named, json, text } = await run(outcomesList, since, {
      answers: { FilterLogEvents: () => ({}) },
    });
    const spans = named('FilterLogEvents').map(({ startTime, endTime }) => [
      (nowMs - Number(startTime)) / 60_000,
      (nowMs - Number(endTime)) / 60_000,
    ]);
    expect(spans).toEqual([
      [10, 0],
      [60, 10],
    ]);
    expect([json.count, text]).toEqual([0, 'No outcome changed since 2026-05-06T07:00:00.000Z.']);
  });

  it('stops at a thousand messages, and says how far back they go', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => line(`m${n}`, 9 - n / 1_000));
    const { json, notes, named } = await run(outcomesList, since, {
      answers: { FilterLogEvents: [{ events: many }], BatchGetItem: () => ({}) },
    });
    expect(
      named('BatchGetItem').map(({ RequestItems }) => (RequestItems as Keys['RequestItems']).outcomes.Keys.length),
    ).toEqual(Array.from({ length: 10 }, () => 100));
    expect(json).toMatchObject({ count: 0, missing: 1_000, since: '2026-05-06T07:51:00.060Z' });
    expect(notes.join('\n')).toContain('Showing the newest 1000, back to 2026-05-06T07:51:00.060Z');
  });

  it('asks again for what a throttled table left unread', async () => {
    const Keys = [{ pk: { S: 'sms#b' }, sk: { S: 'outcome' } }];
    const { json, named } = await run(outcomesList, since, {
      answers: {
        FilterLogEvents: [{ events: [line('a', 1), line('b', 1)] }, {}],
        BatchGetItem: [
          { Responses: { outcomes: [item('a', 'sent', 1)] }, UnprocessedKeys: { outcomes: { Keys } } },
          { Responses: { outcomes: [item('b', 'sent', 2)] } },
        ],
      },
    });
    expect(json.outcomes).toMatchObject([{ messageId: 'a' }, { messageId: 'b' }]);
    expect(named('BatchGetItem')[1]).toMatchObject({ RequestItems: { outcomes: { Keys } } });
  });
});

describe('outcomes stuck', () => {
  it('lists the oldest first, page by page', async () => {
    const { json, named } = await run(outcomesStuck, ['--older-than', '2026-05-06T07:00:00Z'], {
      answers: {
        Scan: [
          { Items: [item('a', 'sent', 70)], ScannedCount: 9, LastEvaluatedKey: { pk: { S: 'x' } } },
          { Items: [item('b', 'sent', 90)], ScannedCount: 4 },
        ],
      },
    });
    expect(json).toMatchObject({ count: 2, scanned: 13, isComplete: true, olderThan: '2026-05-06T07:00:00.000Z' });
    expect(json.outcomes).toMatchObject([{ messageId: 'b' }, { messageId: 'a' }]);
    expect(named('Scan')[1]).toMatchObject({ ExclusiveStartKey: { pk: { S: 'x' } } });
  });

  const endless = { Scan: () => ({ Items: [], ScannedCount: 400_000, LastEvaluatedKey: { pk: { S: 'x' } } }) };

  it('stops after a million items, and says so', async () => {
    const { json, notes, text } = await run(outcomesStuck, [], { answers: endless });
    expect(json).toMatchObject({ count: 0, scanned: 1_200_000, isComplete: false });
    expect(notes.join('\n')).toContain('"outcomes stuck --all" looks at the whole table.');
    expect(text).toMatch(/^No message of those looked at is stuck/);
  });

  it('with --all goes on to the end', async () => {
    let pages = 0;
    const Scan = () => {
      pages += 1;
      return { ...endless.Scan(), ...(pages === 5 ? { LastEvaluatedKey: undefined } : {}) };
    };
    const { json } = await run(outcomesStuck, ['--all'], { answers: { Scan } });
    expect(json).toMatchObject({ scanned: 2_000_000, isComplete: true });
  });

  it('can be interrupted', async () => {
    const interruption = new AbortController();
    interruption.abort();
    await expect(
      run(outcomesStuck, ['--all'], { answers: endless, io: { interrupted: interruption.signal } }),
    ).rejects.toThrow('aborted');
  });
});

describe('outcomes rebuild --write', () => {
  const submitted = {
    ...{ id: 'e1', source: 'shop', time: '2026-05-06T07:30:00Z', 'detail-type': 'Message Submitted' },
    detail: { messageId: 'a', channel: 'sms' },
  };

  const from = '2026-05-06T07:00:00Z';

  /**
   * The archive has one message, the table has none; the replay ends in this state, its event comes so late, the archive
   * was created then, and the span begins then.
   */
  function rebuild(state: string, quietRounds = 0, items: readonly object[] = [], createdAt = from, since = from) {
    const bodies = [JSON.stringify(submitted)];
    let rounds = 0;
    const nothing = () => ({});
    return run(outcomesRebuild, ['--from', since, '--write', '--yes'], {
      outputs: {
        ...{ ...outputs, OutcomesFunctionName: 'outcomes', EventBusName: 'bus', IdentityKeyArn: 'key' },
        EventArchiveArn: 'arn:aws:events:us-east-1:111122223333:archive/a',
        DeadLetterQueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/dead',
      },
      answers: {
        ...{ ListRules: nothing, ListQueues: nothing, CreateQueue: nothing, PutRule: nothing, PutTargets: nothing },
        ...{ StartReplay: nothing, DeleteMessageBatch: nothing, Scan: () => ({ Items: items }) },
        ...{ RemoveTargets: nothing, DeleteRule: nothing, DeleteQueue: nothing, PutItem: nothing },
        DescribeArchive: () => ({ RetentionDays: 30, CreationTime: new Date(createdAt) }),
        DescribeEventBus: () => ({ Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/bus' }),
        DescribeReplay: () => ({ State: state }),
        GetSecretValue: () => ({ SecretString: 'k'.repeat(64) }),
        GetFunctionConfiguration: () => ({ Environment: { Variables: { RETENTION_DAYS: '90' } } }),
        GetQueueAttributes: () => {
          rounds += 1;
          return {};
        },
        ReceiveMessage: () => ({
          Messages: rounds < quietRounds ? [] : bodies.splice(0).map((Body) => ({ Body, ReceiptHandle: 'r' })),
        }),
      },
    });
  }

  it('writes what the table lacks', async () => {
    const { code, json, named, notes } = await rebuild('COMPLETED');
    expect([code, json]).toMatchObject([0, { missing: 1, written: 1, toPublish: 1 }]);
    expect(notes.join(' ')).toContain('1 message has a state that was never published');
    const keys = named('PutItem').map(({ Item }) => Item as Readonly<Record<'pk' | 'sk', { readonly S: string }>>);
    // The tick publishes it, and looks again when a receipt is due.
    const minuteLater = new Date(nowMs + 60_000).toISOString();
    expect(keys.map(({ pk, sk }) => `${pk.S.replace(/^due#.*/, 'due')} ${sk.S}`)).toEqual([
      'due 2026-05-06T08:30:00.000Z#sms#a',
      `due ${minuteLater}#sms#a`,
      'sms#a outcome',
    ]);
  });

  it('writes nothing that may have versions from before the span, and says what finds out', async () => {
    const { code, json, named, notes } = await rebuild('COMPLETED', 0, [], '2026-05-06T06:59:59Z');
    expect([code, json]).toMatchObject([1, { missing: 0, incomplete: 1, written: 0, toPublish: 0 }]);
    expect(named('PutItem')).toEqual([]);
    expect(notes.join(' ')).toContain('"outcomes rebuild --from 2026-05-06T06:59:59.000Z" reads the whole archive');
  });

  it('writes nothing that may have versions that the archive has forgotten', async () => {
    const thirtyDaysAgo = '2026-04-06T08:00:00Z';
    const { code, json, named, notes } = await rebuild('COMPLETED', 0, [], '2026-04-06T07:59:59Z', thirtyDaysAgo);
    expect([code, json]).toMatchObject([1, { missing: 0, incomplete: 1, written: 0, toPublish: 0 }]);
    expect(named('PutItem')).toEqual([]);
    expect(notes.join(' ')).toContain('which the archive no longer has: they cannot be rebuilt');
  });

  it('has what was never published published, with the number and the content that it has', async () => {
    const key = { channel: 'sms', messageId: 'a' } as const;
    const read = readReceipt(submitted, 'k'.repeat(64));
    if (read === null) throw new Error('no receipt');
    const arrivals = [{ receipt: read.receipt, replayedMs: null }];
    const item = advance(key, undefined, { arrivals, dueMs: null }, Date.parse('2026-05-06T07:30:01Z'));
    if (item === undefined) throw new Error('no item');
    const { code, json, named } = await rebuild('COMPLETED', 0, [{ ...itemKey(key), ...toAttributes(item) }]);
    expect([code, json]).toMatchObject([0, { same: 0, unpublished: 1, missing: 0, written: 0, toPublish: 1 }]);
    const [due, written] = named('PutItem');
    expect(due).toMatchObject({ Item: { sk: { S: `${new Date(nowMs + 60_000).toISOString()}#sms#a` } } });
    expect(written).toMatchObject({ ConditionExpression: 'rev = :before' });
    expect(fromAttributes(written?.Item as Parameters<typeof fromAttributes>[0])).toEqual({
      ...{ ...item, rev: 2 },
      versions: item.versions.map((version) => ({ ...version, isDue: true })),
    });
  });

  it('reads up to now what was published, though receipts after the span are not compared', async () => {
    const { named, json } = await rebuild('COMPLETED');
    expect(named('StartReplay')).toMatchObject([{ EventEndTime: new Date(nowMs) }]);
    expect(json.to).toBe(new Date(nowMs - 600_000).toISOString());
  });

  it('waits for what comes after the replay has ended', async () => {
    const { json } = await rebuild('COMPLETED', 10);
    expect(json).toMatchObject({ events: 1, written: 1 });
  });

  it.each(['FAILED', 'CANCELLED'])('writes nothing of a part: the replay is %s', async (state) => {
    const { code, json, named, notes } = await rebuild(state);
    expect([code, json]).toMatchObject([1, { state, missing: 1, written: 0 }]);
    expect(named('PutItem')).toEqual([]);
    expect(notes.join('\n')).toContain('so nothing was written');
  });
});

it.each([
  ['list', outcomesList],
  ['stuck', outcomesStuck],
])('outcomes %s names the setting where the stack keeps none', async (_, command) => {
  await expect(run(command, [], { outputs: {} })).rejects.toMatchObject({
    code: 'no-message-outcomes',
    message: expect.stringContaining('messageOutcomes=true'),
  });
});
