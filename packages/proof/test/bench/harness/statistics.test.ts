import { atMost, interleave, median, medians, quantile, ratioOf } from '../../../src/bench/harness/statistics';

test('each round takes every cell once, in an order that rotates, and the first one does not count', async () => {
  const order: string[] = [];
  const samples = await interleave(['a', 'b', 'c'], 2, async (cell) => order.push(cell));
  expect(order.join('')).toBe('abcbcacab');
  expect(Object.fromEntries(samples)).toEqual({ a: [6, 8], b: [4, 9], c: [5, 7] });
});

test('the median is the middle, or between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('a quantile is linear between samples', () => expect(quantile([10, 20, 30, 40, 50], 0.9)).toBe(46));

test('no samples have no median', () => expect(() => median([])).toThrow('no samples'));

test('medians are taken of each figure', () =>
  expect(
    medians([
      { a: 1, b: 30 },
      { a: 2, b: 20 },
      { a: 9, b: 10 },
    ]),
  ).toEqual({ a: 2, b: 20 }));

test('a ratio compares what was sampled in the same round', () =>
  // Twice as slow a machine in the last round: of the medians it would be 1.
  expect(ratioOf([1, 1, 4, 4], [2, 2, 8, 8])).toBe(0.5));

test('a goal is met at its limit and missed past it', () => {
  expect(atMost(0.6, 0.6)).toEqual({ text: '≤ 0.6', isMet: true });
  expect(atMost(150, 150.1, ' µs')).toEqual({ text: '≤ 150 µs', isMet: false });
});
