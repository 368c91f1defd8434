import fc from 'fast-check';
import { inPool } from '../../../lambda/sweep/in-pool';

/** Works on the items; each takes as many turns of the event loop as it says. */
async function worked(items: readonly { size: number; turns: number }[], atOnce: number, bytes: number) {
  const order: number[] = [];
  const most = { items: 0, bytes: 0 };
  const now = { items: 0, bytes: 0 };
  let tooLarge = false;
  await inPool(
    items.map((item, index) => ({ ...item, index })),
    { atOnce, bytes },
    async ({ index, size, turns }) => {
      order.push(index);
      now.items += 1;
      now.bytes += size;
      most.items = Math.max(most.items, now.items);
      most.bytes = Math.max(most.bytes, now.bytes);
      if (now.items > 1 && now.bytes > bytes) tooLarge = true;
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      now.items -= 1;
      now.bytes -= size;
    },
  );
  return { order, most, tooLarge, left: now.items };
}

const items = fc.array(fc.record({ size: fc.nat(20), turns: fc.nat(30) }), { maxLength: 40 });

test('each is begun once, in their order, and all have ended', () =>
  fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (some, atOnce) => {
      const { order, left } = await worked(some, atOnce, 15);
      expect(order).toEqual(some.map((_, index) => index));
      expect(left).toBe(0);
    }),
  ));

test('no more than fit are worked on at the same time, and one that fits nowhere is alone', () =>
  fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (some, atOnce) => {
      const { most, tooLarge } = await worked(some, atOnce, 15);
      expect(most.items).toBeLessThanOrEqual(atOnce);
      expect(tooLarge).toBe(false);
    }),
  ));

test('as many as may are worked on at the same time', async () => {
  const some = Array.from({ length: 9 }, () => ({ size: 5, turns: 20 }));
  expect((await worked(some, 4, 1_000)).most.items).toBe(4);
  expect((await worked(some, 4, 15)).most.bytes).toBe(15);
});

test('nothing is nothing', async () => expect((await worked([], 4, 1)).order).toEqual([]));
