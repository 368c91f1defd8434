import { interleave } from '../../../src/bench/harness/interleave';

test('each round takes every cell once, in an order that rotates, and the first one does not count', async () => {
  const order: string[] = [];
  const samples = await interleave(['a', 'b', 'c'], 2, async (cell) => order.push(cell));
  expect(order.join('')).toBe('abcbcacab');
  expect(Object.fromEntries(samples)).toEqual({ a: [6, 8], b: [4, 9], c: [5, 7] });
});
