import type { Receipt } from '../../lambda/outcomes/fold';
import { receipt, sms, smsError, submitted } from '../lambda/outcomes/given-receipts';
import { checkEnd, type Delivery, type Effect, effect, explore, replay } from './outcomes-model';

const system = receipt(sms.System);
const carrier = receipt(sms.Carrier, { submitterMessageId: 'order' });
const handset = receipt(sms.Handset);
const carrierError = receipt(smsError.Carrier);
const handsetError = receipt(smsError.Handset);
const submission = submitted('ALL');

interface Story {
  readonly name: string;
  readonly receipts: readonly Receipt[];
  /** How many workers may die on the way. */
  readonly crashes: number;
  /** In which state the message ends. */
  readonly state: string;
}

/** Each as many messages as it has receipts, copies included. */
const stories: readonly Story[] = [
  { name: 'a receipt and two copies', receipts: [carrier, carrier, carrier], crashes: 2, state: 'sent' },
  { name: 'three that move it on', receipts: [system, carrier, handset], crashes: 1, state: 'delivered' },
  { name: 'an error that is corrected', receipts: [carrierError, handset, handset], crashes: 2, state: 'delivered' },
  {
    name: 'five at once',
    receipts: [carrier, handset, carrierError, handsetError, carrier],
    crashes: 0,
    state: 'failed',
  },
  { name: 'silence', receipts: [submission], crashes: 2, state: 'overdue' },
  { name: 'silence that a receipt ends', receipts: [submission, handset], crashes: 1, state: 'delivered' },
];

/**
 * @param given how the messages get their receipts
 * @throws Error at the first way to a broken promise
 */
async function check(
  { receipts, crashes }: Pick<Story, 'receipts' | 'crashes'>,
  act: Effect = effect,
  given = (receipt: Receipt, _id: string): Receipt => receipt,
): Promise<ReadonlySet<string | undefined>> {
  const deliveries = receipts.map((one, index): Delivery => ({ id: `${index}`, receipt: given(one, `${index}`) }));
  const { ends } = await explore({ deliveries, crashes, together: deliveries.length < 5, effect: act });
  const told = new Map(ends.map((end) => [JSON.stringify(checkEnd(end, deliveries)), end]));
  if (told.size !== 1) throw new Error(`different ends: ${[...told.keys()].join(' ')}`);
  for (const end of ends) {
    const again = deliveries.map((one) => ({ ...one, ...(one.receipt && { receipt: given(one.receipt, 'again') }) }));
    if ((await replay(end, again, act)) !== end) throw new Error('a replay changed something');
  }
  return new Set(ends.map(({ item }) => item?.outcome?.state));
}

it.each(stories)(
  '$name: whatever crashes, and whoever is first, it ends as $state',
  async (story) => {
    expect(await check(story)).toEqual(new Set([story.state]));
  },
  120_000,
);

describe('the model goes red', () => {
  const two = { receipts: [carrier, handset], crashes: 1 };

  it('without the lock', async () => {
    const unlocked: Effect = (world, call) =>
      call.do === 'write' ? [{ ...world, item: call.item }, true] : effect(world, call);
    await expect(check(two, unlocked)).rejects.toThrow(/^(lost|two contents)/);
  });

  it('without the outbox', async () => {
    const forgotten: Effect = (world, call) =>
      effect(world, call.do === 'write' ? { ...call, item: { ...call.item, outbox: [] } } : call);
    await expect(check(two, forgotten)).rejects.toThrow(/a gap before|is not on the bus/);
  });

  it('without the condition on clearing', async () => {
    const cleared: Effect = (world, call) =>
      effect(world, call.do === 'clear' && world.item !== undefined ? { ...call, rev: world.item.rev } : call);
    await expect(check(two, cleared)).rejects.toThrow(/a gap before|is not on the bus/);
  });

  it('without knowing copies', async () => {
    const unknown = (one: Receipt, id: string) => ({ ...one, eventId: `${one.eventId} ${id}` });
    await expect(check({ receipts: [carrier], crashes: 0 }, effect, unknown)).rejects.toThrow('a replay changed');
  });

  it('with a state that each receipt moves on, instead of one of the set', async () => {
    const moved: Effect = (world, call) => {
      if (call.do !== 'read' || world.item === undefined || world.item.outbox.length > 0) return effect(world, call);
      const receipts = world.item.receipts.map((one) => ({ ...one, state: null, error: null }));
      return [world, { ...world.item, receipts }];
    };
    await expect(check({ ...two, crashes: 0 }, moved)).rejects.toThrow(/back from|different ends/);
  });

  it('when nothing is noted to be due', async () => {
    const story = { receipts: [submission], crashes: 0 };
    const unnoted: Effect = (world, call) => (call.do === 'noteDue' ? [world, undefined] : effect(world, call));
    await expect(check(story, unnoted)).rejects.toThrow('never found to be past due');
  });
});
