import fc from 'fast-check';
import { fold, type Outcome } from '../../../lambda/outcomes/fold';
import { newestOf } from '../../../lambda/outcomes/message-item';
import { OutcomesWorld, replayed, smsReceipt, submittedEvent } from './world';

interface Sent {
  readonly message: string;
  readonly kind: 'System' | 'Carrier' | 'Handset' | 'error' | 'submission';
  readonly copies: number;
}

const sent: fc.Arbitrary<readonly Sent[]> = fc.array(
  fc.record({
    message: fc.constantFrom('a', 'b', 'c'),
    kind: fc.constantFrom('System', 'Carrier', 'Handset', 'error', 'submission'),
    copies: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** One for each call: mostly nothing happens. */
const faults = fc.array(fc.constantFrom(undefined, undefined, 'before', 'after'), { maxLength: 60 });

function eventOf({ message, kind }: Sent, second: number): object {
  if (kind === 'submission') return submittedEvent(message, { expectWithinMinutes: 5 });
  if (kind === 'error') return smsReceipt(message, 'Carrier', { id: `${message}-error`, isError: true, second });
  return smsReceipt(message, kind, { second });
}

/** Batches of up to ten, until nothing comes back: what is given back joins the end of the queue. */
async function deliver(world: OutcomesWorld, messages: readonly unknown[], atOnce: number): Promise<void> {
  let queue = messages;
  for (let round = 0; queue.length > 0; round += 1) {
    if (round > 500) throw new Error('it never ends');
    const workers = Array.from({ length: atOnce }, (_, index) => queue.slice(10 * index, 10 * (index + 1)));
    const back = await Promise.all(workers.filter(({ length }) => length > 0).map((batch) => world.receive(batch)));
    queue = [...queue.slice(10 * atOnce), ...back.flat()];
  }
}

it('ends with the outcome of all receipts, each version once, whatever fails on the way', async () => {
  const property = fc.asyncProperty(
    sent,
    faults,
    fc.integer({ min: 1, max: 3 }),
    fc.infiniteStream(fc.nat()),
    async (all, broken, atOnce, order) => {
      let calls = 0;
      const world = new OutcomesWorld({ fault: () => broken[calls++] });
      const messages = all
        .flatMap((one, index) => Array.from({ length: one.copies }, () => eventOf(one, index)))
        .map((event) => ({ event, at: order.next().value ?? 0 }))
        .sort((one, other) => one.at - other.at)
        .map(({ event }) => event);
      await deliver(world, messages, atOnce);
      await tickAndWork(world);
      for (const message of new Set(all.map(({ message }) => message))) expectWhole(world, message);
      const before = JSON.stringify([...world.items]);
      const ids = new Set(world.published.map(({ id }) => id));
      await deliver(world, messages, atOnce);
      expect([JSON.stringify([...world.items]), new Set(world.published.map(({ id }) => id))]).toEqual([before, ids]);
      const published = world.published.length;
      world.nowMs += 3_600_000;
      await deliver(world, messages.map(replayed), atOnce);
      expect([JSON.stringify([...world.items]), world.published.length]).toEqual([before, published]);
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

/** The tick was down for a month; with all that it finds then. */
async function tickAndWork(world: OutcomesWorld): Promise<void> {
  world.nowMs += 30 * 86_400_000;
  for (let round = 0; world.due.size > 0; round += 1) {
    if (round > 100) throw new Error('something stays due');
    world.sent.length = 0;
    // Lambda tries again, and so does the next tick.
    await world.invoke({}).catch(() => undefined);
    if (world.sent.length > 0) await world.receive([{ due: world.sent }]);
  }
}

function expectWhole(world: OutcomesWorld, messageId: string): void {
  const item = world.item(messageId);
  if (item === undefined) throw new Error(`${messageId} is lost`);
  const contents = new Map<number, Set<string>>();
  for (const outcome of world.outcomes(messageId)) {
    contents.set(outcome.version, (contents.get(outcome.version) ?? new Set()).add(JSON.stringify(outcome)));
  }
  const newest = newestOf(item)?.outcome;
  const versions = newest?.version ?? 0;
  expect([...contents.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: versions }, (_, index) => index + 1));
  for (const texts of contents.values()) expect([...texts]).toHaveLength(1);
  const { version, corrects, ...folded }: Partial<Outcome> = newest ?? {};
  expect(folded).toEqual(fold({ channel: 'sms', messageId }, item.receipts, item.isPastDue));
  expect(world.outcomes(messageId)).toEqual(
    expect.arrayContaining(item.versions.map(({ outcome }) => expect.objectContaining(outcome))),
  );
}
