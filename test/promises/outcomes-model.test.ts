import type { Receipt } from '../../lambda/outcomes/fold';
import type { MessageItem, Version } from '../../lambda/outcomes/message-item';
import { receipt, sms, smsError, submitted } from '../lambda/outcomes/given-receipts';
import {
  checkAgain,
  checkEnd,
  type Delivery,
  type Effect,
  effect,
  explore,
  type Given,
  startMs,
  type World,
} from './outcomes-model';

const system = receipt(sms.System);
const carrier = receipt(sms.Carrier, { submitterMessageId: 'order' });
const handset = receipt(sms.Handset);
const carrierError = receipt(smsError.Carrier);
const handsetError = receipt(smsError.Handset);
const unknown = receipt({ source: 'unknown', state: null });
const submission = submitted('ALL', { at: '2024-05-06T10:00:00.000Z' });
/** Due by the tick's clock, and not yet by the workers'. */
const justDue = submitted('ALL', { at: new Date(startMs - 3_598_000).toISOString() });

const deliver = (receipts: readonly Receipt[]): readonly Delivery[] =>
  receipts.map((one, index) => ({ id: `${index}`, receipt: one, replayed: null }));

/** A replay of the archive that sends these receipts, an hour after what came before. */
const replayOf =
  (...receipts: readonly Receipt[]) =>
  (world: World): World => {
    const hour = world.hour + 1;
    const sent = receipts.map((one, index): Delivery => ({ id: `r${index}`, receipt: one, replayed: hour }));
    return { ...world, hour, queue: [...world.queue, ...sent] };
  };

/** An operator sends the submission again from the undelivered events: under another id. */
const redriven = (world: World): World => ({
  ...world,
  queue: world.queue.map((one) =>
    one.receipt === submission ? { ...one, id: `${one.id}'`, receipt: { ...submission, eventId: 'again' } } : one,
  ),
});

interface Story extends Omit<Given, 'deliveries'> {
  readonly receipts: readonly Receipt[];
}

/** By name, with the state in which the message ends. */
const stories: Readonly<Record<string, Story & { readonly ends: string }>> = {
  'five that contradict each other': {
    receipts: [system, carrier, handset, carrierError, handsetError],
    ends: 'failed',
  },
  'four in batches of any size': {
    receipts: [carrier, carrierError, handset, unknown],
    ...{ together: 4, ends: 'delivered' },
  },
  'five with two copies': {
    receipts: [system, carrier, carrierError, handset, handsetError, carrierError, handset],
    ends: 'failed',
  },
  'four, and a replay of the archive meanwhile': {
    receipts: [system, carrier, handset, carrierError],
    ...{ happening: replayOf(carrierError), ends: 'delivered' },
  },
  'silence, and a submission that is sent again': {
    receipts: [submission],
    ...{ happening: redriven, ends: 'overdue' },
  },
  'silence that evidence does not end': {
    receipts: [submission, unknown],
    ...{ ends: 'overdue' },
  },
  'silence, found by workers whose clock is behind the tick’s': {
    receipts: [justDue, unknown],
    ...{ ends: 'overdue' },
  },
  'silence that receipts end': {
    receipts: [submission, handset],
    ...{ ends: 'delivered' },
  },
};

/** @throws Error at the first way to a broken promise */
async function check(
  { receipts, ...given }: Story,
  again = deliver(receipts),
  asReplayed?: (one: Delivery) => Delivery,
): Promise<{ readonly state: string; readonly states: number }> {
  const deliveries = deliver(receipts);
  const { ends, states } = await explore({ deliveries, ...given });
  const told = new Set(ends.map((end) => JSON.stringify(checkEnd(end, deliveries))));
  if (told.size !== 1) throw new Error(`different ends: ${[...told].join(' ')}`);
  for (const end of ends) await checkAgain(end, again, given.effect, asReplayed);
  return { state: JSON.parse([...told].join()).state, states };
}

it.each(Object.entries(stories))(
  '%s: every order and every crash ends in the same item',
  async (_, { ends, ...story }) => {
    expect((await check(story)).state).toBe(ends);
  },
);

it.each<readonly [string, Story]>([
  ['two and a copy', { receipts: [carrierError, handset, handset] }],
  ['a receipt, and a replay', { receipts: [carrier], together: 2, happening: replayOf(carrier) }],
])('%s: step by step it is no worse than by the states that matter', async (_, story) => {
  const [whole, reduced] = [await check({ ...story, isReduced: false }), await check(story)];
  expect(whole.state).toBe(reduced.state);
  expect(whole.states).toBeGreaterThan(10 * reduced.states);
});

/** The code reads another item than there is; what it writes of that is as it was. */
const reading =
  (change: (item: MessageItem) => MessageItem): Effect =>
  (world, call) => {
    const { item } = world;
    if (call.do === 'read') return [[world, item && change(item)]];
    if (call.do !== 'write' || item === undefined) return effect(world, call);
    const receipts = [...item.receipts, ...call.item.receipts.slice(item.receipts.length)];
    const versions = [...item.versions, ...call.item.versions.slice(item.versions.length)];
    return effect(world, { ...call, item: { ...call.item, receipts, versions } });
  };

const readingVersions = (change: Partial<Version>) =>
  reading((item) => ({ ...item, versions: item.versions.map((version) => ({ ...version, ...change })) }));

describe('the model goes red', () => {
  const two: Story = { receipts: [carrier, handset], isReduced: false };
  const silence: Story = { receipts: [submission], isReduced: false };

  it('without the lock', async () => {
    const unlocked: Effect = (world, call) =>
      call.do === 'write' ? [[{ ...world, item: call.item }, true]] : effect(world, call);
    await expect(check({ ...two, effect: unlocked })).rejects.toThrow(
      /^(lost a receipt|an earlier version has changed)/,
    );
  });

  it('when a message is deleted whose version the bus refused', async () => {
    const unnoticed: Effect = (world, call) =>
      effect(world, call).map(([after, result]) => [after, call.do === 'publish' ? new Map() : result]);
    await expect(check({ ...two, effect: unnoticed })).rejects.toThrow('no message publishes version 1');
  });

  it('when a receipt that the item has publishes nothing', async () => {
    const silent = readingVersions({ madeOf: 0 });
    await expect(check({ ...two, effect: silent })).rejects.toThrow('no message publishes version 1');
  });

  it('without the earlier versions', async () => {
    const forgotten: Effect = (world, call) =>
      effect(
        world,
        call.do === 'write' ? { ...call, item: { ...call.item, versions: call.item.versions.slice(-1) } } : call,
      );
    await expect(check({ ...two, effect: forgotten })).rejects.toThrow('an earlier version has changed');
  });

  it('when a replay publishes nothing, not even what it made', async () => {
    const story: Story = { receipts: [], happening: replayOf(carrier), isReduced: false };
    const old = readingVersions({ at: '2020-01-01T00:00:00.000Z' });
    await expect(check({ ...story, effect: old })).rejects.toThrow('no message publishes version 1');
  });

  it('when a replay publishes like any other', async () => {
    const asOriginal = (one: Delivery) => one;
    await expect(check(two, undefined, asOriginal)).rejects.toThrow('a replay published again');
  });

  it('without knowing copies', async () => {
    const unknownCopies = deliver([{ ...carrier, eventId: 'other' }]);
    await expect(check({ receipts: [carrier] }, unknownCopies)).rejects.toThrow('a copy changed something');
  });

  it('without knowing a submission that is sent again', async () => {
    const elsewhere = reading((item) => ({ ...item, receipts: item.receipts.map((one) => ({ ...one, part: '1' })) }));
    const story: Story = { receipts: [submission], happening: redriven, effect: elsewhere };
    await expect(check(story)).rejects.toThrow('no message publishes version 1');
  });

  it('with a state that each receipt moves on, instead of one of the set', async () => {
    const moved = reading((item) => ({
      ...item,
      receipts: item.receipts.map((one) => ({ ...one, state: null, error: null })),
    }));
    await expect(check({ ...two, effect: moved })).rejects.toThrow(/^(back from|not what|different ends|two contents)/);
  });

  it('when nothing is noted to be due', async () => {
    const unnoted: Effect = (world, call) => (call.do === 'noteDue' ? [[world, undefined]] : effect(world, call));
    await expect(check({ ...silence, effect: unnoted })).rejects.toThrow('never found to be past due');
  });

  it('when the tick does not know its own version', async () => {
    const anyones = readingVersions({ isDue: false });
    await expect(check({ ...silence, effect: anyones })).rejects.toThrow('no message publishes version 2');
  });
});
