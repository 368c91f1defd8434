import { outcomesBudget } from '../../../lambda/outcomes/budget';
import { OutcomesWorld, replayed, smsReceipt, submittedEvent, t0 } from './world';

it('makes one change of the receipts of a message that come together, with one read and one write', async () => {
  const world = new OutcomesWorld();
  expect(
    await world.receive([smsReceipt('a', 'System'), smsReceipt('a', 'Handset'), smsReceipt('b', 'Carrier')]),
  ).toEqual([]);
  expect(world.calls.sort()).toEqual(['publish', 'read', 'read', 'write', 'write']);
  expect(world.outcomes('a')).toMatchObject([{ version: 1, state: 'delivered', isFinal: true }]);
  expect(world.outcomes('b')).toMatchObject([{ version: 1, state: 'sent', isFinal: false }]);
});

it('publishes each change once, and logs a line for it', async () => {
  const world = new OutcomesWorld();
  await world.receive([smsReceipt('a', 'Carrier')]);
  await world.receive([smsReceipt('a', 'Handset')]);
  expect(world.outcomes('a')).toMatchObject([
    { version: 1, state: 'sent', corrects: null },
    { version: 2, state: 'delivered', corrects: null },
  ]);
  const [first, second] = world.published;
  expect(world.lines).toEqual([
    {
      code: 'OutcomePublished',
      channel: 'sms',
      messageId: 'a',
      version: 1,
      state: 'sent',
      id: first?.id,
      eventId: 'a-Carrier',
    },
    {
      code: 'OutcomePublished',
      channel: 'sms',
      messageId: 'a',
      version: 2,
      state: 'delivered',
      id: second?.id,
      eventId: 'a-Handset',
    },
  ]);
  expect(world.item('a')).toMatchObject({ rev: 2, versions: [{ madeOf: 1 }, { madeOf: 2 }] });
});

describe('a receipt that the item has', () => {
  const one = smsReceipt('a', 'Carrier');

  async function known(): Promise<OutcomesWorld> {
    const world = new OutcomesWorld();
    await world.receive([one]);
    world.nowMs += 1_000;
    await world.receive([smsReceipt('a', 'Handset')]);
    world.calls.length = 0;
    return world;
  }

  it('is not written, and publishes the version that it made once more, for a worker may have died before', async () => {
    const world = await known();
    world.nowMs += 90_000;
    expect(await world.receive([one, one])).toEqual([]);
    expect(world.calls).toEqual(['read', 'publish']);
    const [first, , again] = world.published;
    expect(again).toEqual(first);
  });

  it('publishes nothing if it is replayed', async () => {
    const world = await known();
    world.nowMs += 3_600_000;
    expect(await world.receive([replayed(one), replayed(smsReceipt('a', 'Handset'))])).toEqual([]);
    expect(world.calls).toEqual(['read']);
  });

  it('publishes if it is replayed, and its version was made after it was sent: the worker that died had it too', async () => {
    const world = await known();
    await world.receive([replayed(one)], t0 + 59_000);
    expect(world.calls).toEqual(['read', 'publish']);
  });

  it('publishes nothing if it made no version', async () => {
    const world = await known();
    const late = smsReceipt('a', 'System');
    await world.receive([late]);
    world.calls.length = 0;
    await world.receive([late]);
    expect(world.calls).toEqual(['read']);
  });

  it('is known if the sender’s word of it comes again from the undelivered events, under another id', async () => {
    const world = new OutcomesWorld();
    const word = submittedEvent('a', { submitterMessageId: 'order-1' });
    await world.receive([word]);
    await world.receive([{ ...word, id: 'given by the redelivery bus' }]);
    expect(world.outcomes('a')).toMatchObject([{ version: 1 }, { version: 1 }]);
    expect(world.item('a')?.receipts).toHaveLength(1);
  });
});

it('publishes what a replay brings and the item lacks', async () => {
  const world = new OutcomesWorld();
  await world.receive([replayed(smsReceipt('a', 'Carrier'))]);
  expect(world.outcomes('a')).toMatchObject([{ version: 1, state: 'sent' }]);
});

it('keeps what says nothing of the state as evidence, without a version', async () => {
  const world = new OutcomesWorld();
  await world.receive([smsReceipt('a', 'Other' as 'System')]);
  expect(world.published).toEqual([]);
  expect(world.item('a')).toMatchObject({ versions: [], receipts: [{ state: null }] });
});

it('gives back what it cannot read, alone', async () => {
  const world = new OutcomesWorld();
  const malformed = submittedEvent('m', { channel: 'fax' });
  const unknown = { 'detail-type': 'Something else' };
  expect(await world.receive([malformed, smsReceipt('a', 'Carrier'), unknown])).toEqual([malformed, unknown]);
  expect(world.outcomes('a')).toHaveLength(1);
  expect(world.lines).toContainEqual({
    level: 'error',
    code: 'ReceiptUnreadable',
    sqsMessageId: '0',
    cause: 'MalformedEvent',
  });
});

it('drops what is about no message of yours', async () => {
  const world = new OutcomesWorld();
  const text = { 'detail-type': 'RBM Event', source: 'vibes.callbacks' };
  const detail = {
    metadata: { id: 'e', receivedAt: new Date(t0).toISOString() },
    data: { messageId: 'a', eventClass: 'UserMessage', payload: { text: 'hi' } },
  };
  expect(await world.receive([{ ...text, detail }])).toEqual([]);
  expect(world.calls).toEqual([]);
});

it('gives back every receipt of a message that fails, and of no other', async () => {
  const world = new OutcomesWorld({ fault: (step, id) => (step === 'write' && id === 'sms#a' ? 'before' : undefined) });
  const [one, two] = [smsReceipt('a', 'Carrier'), smsReceipt('a', 'Handset')];
  expect(await world.receive([one, smsReceipt('b', 'Carrier'), two])).toEqual([one, two]);
  expect(world.outcomes('b')).toHaveLength(1);
  expect(world.lines).toContainEqual({
    ...{ level: 'error', code: 'OutcomeFailed', channel: 'sms', messageId: 'a' },
    ...{ step: 'write', cause: 'Error' },
  });
});

it('gives back what the bus refuses, and publishes it again with the same id and content', async () => {
  let isRefused = true;
  const world = new OutcomesWorld({ refuse: () => (isRefused ? 'ThrottlingException' : undefined) });
  const one = smsReceipt('a', 'Carrier');
  expect(await world.receive([one])).toEqual([one]);
  expect(world.lines).toMatchObject([{ code: 'OutcomeFailed', step: 'publish', cause: 'ThrottlingException' }]);
  isRefused = false;
  world.nowMs += 90_000;
  expect(await world.receive([one])).toEqual([]);
  expect(world.outcomes('a')).toMatchObject([{ version: 1 }]);
  expect(world.published[0]?.time).toBe(new Date(t0).toISOString());
});

it('starts again where another worker was faster', async () => {
  let isFirst = true;
  const other = new OutcomesWorld();
  await other.receive([smsReceipt('a', 'Carrier')]);
  const theirs = other.item('a');
  const world = new OutcomesWorld({
    beforeWrite: ({ items }) => {
      if (isFirst && theirs !== undefined) items.set('sms#a', theirs);
      isFirst = false;
    },
  });
  expect(await world.receive([smsReceipt('a', 'Handset')])).toEqual([]);
  expect(world.count('read')).toBe(2);
  expect(world.item('a')?.receipts.map(({ source }) => source)).toEqual(['Carrier', 'Handset']);
  expect(world.outcomes('a')).toMatchObject([{ version: 2, state: 'delivered' }]);
});

it('gives up when others are faster each time', async () => {
  const world = new OutcomesWorld({
    beforeWrite: ({ items }) => {
      const rev = (items.get('sms#a')?.rev ?? 0) + 1;
      items.set('sms#a', { rev, receipts: [], isPastDue: false, versions: [] });
    },
  });
  const one = smsReceipt('a', 'Handset');
  expect(await world.receive([one])).toEqual([one]);
  expect(world.count('write')).toBe(outcomesBudget.attempts);
  expect(world.pauses).toEqual([25, 50, 100, 200]);
  expect(world.lines).toMatchObject([{ code: 'OutcomeFailed', cause: 'OutcomeConflict' }]);
});

it('notes the ids by which people ask for the message, once', async () => {
  const world = new OutcomesWorld();
  const order = { submitterMessageId: 'order-1' };
  await world.receive([smsReceipt('a', 'System', order)]);
  await world.receive([smsReceipt('a', 'Carrier', order)]);
  expect([...world.aliases]).toEqual([['order-1', 'sms#a']]);
  expect(world.count('noteAlias')).toBe(1);
});

describe('what is due', () => {
  const due = (world: OutcomesWorld) => [...world.due.values()];

  it('is noted before the message is written, from when it is known', async () => {
    const world = new OutcomesWorld();
    world.nowMs = t0 + 600_000;
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    expect(world.calls.slice(0, 3)).toEqual(['read', 'noteDue', 'write']);
    expect(due(world).map(({ sk }) => sk)).toEqual(['2026-05-06T12:15:00.000Z#sms#a']);
    expect(world.outcomes('a')).toMatchObject([{ state: 'submitted' }]);
  });

  it('is sent to the queue by the tick, and found to be overdue by a worker, which forgets it', async () => {
    const world = new OutcomesWorld();
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    await world.invoke({});
    expect(world.sent).toEqual([]);
    world.nowMs = t0 + 300_000;
    await world.invoke({});
    expect(world.sent).toEqual(due(world));
    expect(await world.receive([{ due: world.sent }])).toEqual([]);
    expect(world.outcomes('a')).toMatchObject([
      { state: 'submitted' },
      { state: 'overdue', since: '2026-05-06T12:05:00.000Z' },
    ]);
    expect(due(world)).toEqual([]);
  });

  it('is not asked for before it is due where the sender’s clock is fast, so that it is not forgotten', async () => {
    const world = new OutcomesWorld();
    world.nowMs = t0 - 120_000;
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    for (const afterMs of [200_000, 300_000]) {
      world.nowMs = t0 + afterMs;
      world.sent.length = 0;
      await world.invoke({});
      await world.receive([{ due: world.sent }]);
    }
    expect(world.outcomes('a')).toMatchObject([{ state: 'submitted' }, { state: 'overdue' }]);
  });

  it('makes a message overdue although the clock of its worker, or of a later one, is behind the tick’s', async () => {
    const world = new OutcomesWorld();
    world.nowMs = t0 - 120_000;
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    world.nowMs = t0 + 300_000;
    await world.invoke({});
    world.nowMs -= 3_000;
    await world.receive([{ due: world.sent }]);
    await world.receive([smsReceipt('a', 'Other' as 'System')]);
    expect(world.outcomes('a')).toMatchObject([{ state: 'submitted' }, { version: 2, state: 'overdue' }]);
    expect(world.item('a')).toMatchObject({ isPastDue: true, versions: [{}, {}] });
    expect(due(world)).toEqual([]);
  });

  it('says nothing of a message that has a receipt', async () => {
    const world = new OutcomesWorld();
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 }), smsReceipt('a', 'Handset')]);
    world.nowMs = t0 + 300_000;
    world.calls.length = 0;
    await world.receive([{ due: due(world) }]);
    expect(world.outcomes('a')).toMatchObject([{ state: 'delivered' }]);
    expect(world.calls).toEqual(['read', 'forgetDue']);
  });

  it('is not given back when it fails: the next tick sends it again', async () => {
    let isDown = false;
    const world = new OutcomesWorld({ fault: (step) => (isDown && step === 'read' ? 'before' : undefined) });
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    world.nowMs = t0 + 300_000;
    isDown = true;
    expect(await world.receive([{ due: due(world) }])).toEqual([]);
    expect(due(world)).toHaveLength(1);
  });

  it('makes the tick fail, once everything is sent, if its worker has failed for a quarter of an hour', async () => {
    const world = new OutcomesWorld({ refuse: (event) => (event.detail.includes('overdue') ? 'Refused' : undefined) });
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    const [{ pk = '', sk = '' } = {}] = due(world);
    for (const minute of [5, 10, 15, 20]) {
      world.nowMs = t0 + minute * 60_000;
      world.sent.length = 0;
      await world.invoke({});
      await world.receive([{ due: world.sent }]);
      expect(due(world)).toHaveLength(1);
    }
    await world.receive([submittedEvent('b', { expectWithinMinutes: 1 })]);
    world.nowMs = t0 + 25 * 60_000;
    world.sent.length = 0;
    await expect(world.invoke({})).rejects.toThrow('Something has been due for too long.');
    expect(world.sent).toHaveLength(2);
    expect(world.lines.at(-1)).toEqual({ level: 'error', code: 'DueTooLong', count: 1, pk, sk });
  });

  it('is published again, and forgotten only then, if the worker that made it died', async () => {
    let isDown = true;
    const world = new OutcomesWorld({ refuse: () => (isDown ? 'InternalFailure' : undefined) });
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    world.nowMs = t0 + 300_000;
    const late = { due: due(world) };
    await world.receive([late]);
    expect(due(world)).toHaveLength(1);
    await world.receive([smsReceipt('a', 'Handset')]);
    isDown = false;
    await world.receive([late]);
    expect(world.outcomes('a')).toMatchObject([{ version: 2, state: 'overdue' }]);
    expect(due(world)).toEqual([]);
  });

  it('of a message that is gone is forgotten', async () => {
    const world = new OutcomesWorld();
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    world.items.clear();
    await world.receive([{ due: due(world) }]);
    expect(due(world)).toEqual([]);
    expect(world.items.size).toBe(0);
  });

  it('is left to the next tick when time runs short', async () => {
    const world = new OutcomesWorld();
    await world.receive([submittedEvent('a', { expectWithinMinutes: 5 })]);
    world.nowMs = t0 + 300_000;
    await world.invoke({}, outcomesBudget.tickMs - 1);
    expect(world.sent).toEqual([]);
    expect(world.lines.at(-1)).toEqual({ level: 'warn', code: 'TickCutShort', sent: 0 });
  });
});
