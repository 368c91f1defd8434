import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { FoundCallback } from '../../../src/commands/find/found-callback';
import { outcomesOfCallbacks, outcomesOfId, outcomesWithEvidence } from '../../../src/commands/find/in-outcomes';
import { unhurried } from '../../../src/frame/deadline';
import { givenOps } from '../../support/ops-context';

const outputs = { OutcomesTableName: 'outcomes', OutcomesLogGroupName: '/outcomes' };
const eventId = '00000000-0000-4000-8000-00000000e101';

interface Item {
  readonly key: string;
  readonly state?: string;
  readonly more?: Readonly<Record<string, AttributeValue>>;
  readonly receipts?: readonly (readonly [at: string, eventId: string, source: string, state?: string])[];
}

function itemOf({ key, state, more = {}, receipts = [] }: Item): Record<string, AttributeValue> {
  const [, channel = '', messageId = ''] = /^(\w+)#(.*)$/.exec(key) ?? [];
  const none = { NULL: true };
  const outcome = {
    ...{ channel: { S: channel }, messageId: { S: messageId }, submitterMessageId: none, state: { S: state ?? '' } },
    ...{ isFinal: { BOOL: state === 'delivered' }, version: { N: '2' }, since: { S: '2024-05-06' }, error: none },
    ...{ parts: none, forwardedTo: none, corrects: none, ...more },
  };
  return {
    ...{ pk: { S: key }, sk: { S: 'outcome' }, rev: { N: '1' } },
    ...(state !== undefined && { outcome: { M: outcome } }),
    receipts: {
      L: receipts.map(([at, id, source, shown]) => ({
        M: {
          ...{ at: { S: at }, eventId: { S: id }, source: { S: source } },
          ...(shown !== undefined && { state: { S: shown } }),
        },
      })),
    },
  };
}

/** A table with these items and aliases, and a log with these lines. */
function given(
  items: readonly Item[],
  aliases: Readonly<Record<string, readonly string[]>> = {},
  lines: readonly Readonly<Record<string, unknown>>[] = [],
) {
  return givenOps({
    outputs,
    answers: {
      Query: ({ ExpressionAttributeValues }) => {
        const partition = (ExpressionAttributeValues as Record<string, { S: string }>)[':partition']?.S ?? '';
        const to = aliases[partition.replace(/^alias#/, '')] ?? [];
        if (partition.startsWith('alias#')) return { Items: to.map((key) => ({ sk: { S: key } })) };
        return { Items: items.filter(({ key }) => key === partition).map(itemOf) };
      },
      FilterLogEvents: ({ filterPattern }) => ({
        events: lines
          .filter((line) =>
            Object.entries(line).some(([name, value]) => String(filterPattern).includes(`$.${name} = "${value}"`)),
          )
          .map((line) => ({ timestamp: 1, eventId: 'x', message: JSON.stringify(line) })),
      }),
    },
  });
}

const callback = (fields: Partial<FoundCallback>): FoundCallback => ({
  ...{ family: 'receipt', identity: null, state: 'published', firstSeenAt: '', lastSeenAt: '', timesSeen: 1 },
  ...{ eventId: null, requestId: null, cause: null },
  ...fields,
});

const messages = async (found: ReturnType<typeof outcomesOfId>) => (await found).map(({ messageId }) => messageId);

describe('the outcome of a message', () => {
  it.each(['sms', 'mms', 'rbm'])('is found by its id, as %s', async (channel) => {
    const { context, stack } = given([{ key: `${channel}#m1`, state: 'sent' }]);
    expect(await outcomesOfId(context, stack, 'm1')).toMatchObject([{ channel, messageId: 'm1', state: 'sent' }]);
  });

  it('is found by the id of a part or of the submitter, each once', async () => {
    const { context, stack } = given([{ key: 'sms#m1', state: 'sent' }], { 'order-1': ['sms#m1', 'sms#m2'] });
    expect(await messages(outcomesOfId(context, stack, 'order-1'))).toEqual(['m1']);
  });

  it('comes with that of the message that was sent instead, and so on', async () => {
    const to = (id: string) => ({ forwardedTo: { S: id } });
    const { context, stack } = given([
      { key: 'sms#m1', state: 'forwarded', more: to('m2') },
      { key: 'sms#m2', state: 'forwarded', more: to('m3') },
      { key: 'sms#m3', state: 'forwarded', more: to('m1') },
    ]);
    expect(await messages(outcomesOfId(context, stack, 'm1'))).toEqual(['m1', 'm2', 'm3']);
  });

  it('comes with that of another channel, or of a message that was split', async () => {
    const to = (id: string) => ({ forwardedTo: { S: id } });
    const items = [
      { key: 'rbm#m1', state: 'forwarded', more: to('m2') },
      { key: 'sms#m2', state: 'forwarded', more: to('part-2') },
      { key: 'sms#m3', state: 'sent' },
    ];
    const { context, stack } = given(items, { 'part-2': ['sms#m3'] });
    expect(await messages(outcomesOfId(context, stack, 'm1'))).toEqual(['m1', 'm2', 'm3']);
  });

  it('has its evidence, the earliest first', async () => {
    const receipts = [
      ['2024-05-06T12:00:02Z', 'e2', 'Handset', 'delivered'],
      ['2024-05-06T12:00:01Z', 'e1', 'unknown'],
    ] as const;
    const { context, stack } = given([{ key: 'sms#m1', state: 'delivered', receipts }]);
    const [outcome] = await outcomesOfId(context, stack, 'm1');
    expect(outcome?.evidence).toEqual([
      { at: '2024-05-06T12:00:01Z', eventId: 'e1', source: 'unknown', state: null },
      { at: '2024-05-06T12:00:02Z', eventId: 'e2', source: 'Handset', state: 'delivered' },
    ]);
  });
});

describe('the outcome of a callback', () => {
  const find = (world: ReturnType<typeof given>, id: string, ...callbacks: FoundCallback[]) =>
    messages(outcomesOfCallbacks(world.context, world.stack, id, { callbacks, sinceMs: 0, deadline: unhurried() }));

  it('is that of the message in its identity, or that its part belongs to', async () => {
    const world = given([{ key: 'mms#m#1' }, { key: 'sms#m0' }], { m2: ['sms#m0'] });
    expect(await find(world, 'r', callback({ family: 'mms-receipt', identity: 'mms-receipt#m#1#2024/-' }))).toEqual([
      'm#1',
    ]);
    expect(await find(world, 'r', callback({ identity: 'receipt#m2#2024/-' }))).toEqual(['m0']);
    expect(world.named('FilterLogEvents')).toEqual([]);
  });

  it('whose identity names no message is found in the log, by its event', async () => {
    const world = given([{ key: 'rbm#m1' }], {}, [{ eventId, channel: 'rbm', messageId: 'm1' }]);
    const rbm = callback({ family: 'rbm', identity: 'rbm#e-1#ServerEvent/agent', eventId });
    expect(await find(world, 'e-1', rbm)).toEqual(['m1']);
  });

  it('is found by the id of its own event', async () => {
    const world = given([{ key: 'sms#m1' }], {}, [{ id: eventId, channel: 'sms', messageId: 'm1' }]);
    expect(await find(world, eventId)).toEqual(['m1']);
  });

  it('is not looked for in the log by what is no event’s id', async () => {
    const world = given([]);
    expect(await find(world, 'm1')).toEqual([]);
    expect(world.calls).toEqual([]);
  });
});

it('a stack that keeps no outcomes is asked for none', async () => {
  const { context, stack, calls } = givenOps();
  expect(await outcomesOfId(context, stack, 'm1')).toEqual([]);
  expect(
    await outcomesOfCallbacks(context, stack, eventId, { callbacks: [], sinceMs: 0, deadline: unhurried() }),
  ).toEqual([]);
  expect(calls).toEqual([]);
});

describe('for a person', () => {
  it('is a sentence, and its evidence', async () => {
    const more = {
      ...{ submitterMessageId: { S: 'order-1' }, corrects: { N: '1' }, forwardedTo: { NULL: true } },
      error: { M: { kind: { S: 'blocked' }, internalCode: { N: '9' }, code: { NULL: true }, text: { S: 'Blocked' } } },
      parts: { M: { total: { N: '2' }, delivered: { N: '1' }, failed: { N: '1' } } },
    };
    const receipts = [['2024-05-06T12:00:02Z', 'e2', 'Carrier', 'failed']] as const;
    const { context, stack } = given([{ key: 'sms#m1', state: 'failed', more, receipts }]);
    expect(outcomesWithEvidence(await outcomesOfId(context, stack, 'm1'), context)).toBe(
      [
        'sms message m1 (order-1): failed since 2024-05-06, version 2, corrects version 1, error blocked internal code 9, 1 of 2 parts delivered, 1 failed.',
        'at                    source   says    eventId',
        '2024-05-06T12:00:02Z  Carrier  failed  e2',
      ].join('\n'),
    );
  });

  it('says so where nothing but evidence is known', async () => {
    const { context, stack } = given([{ key: 'rbm#m1', receipts: [['2024-05-06T12:00:02Z', 'e2', 'RBM']] }]);
    const said = outcomesWithEvidence(await outcomesOfId(context, stack, 'm1'), context);
    expect(said).toContain('rbm message m1: no outcome yet');
    expect(said).toMatch(/RBM +- +e2$/);
  });
});
