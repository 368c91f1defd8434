import { toRows } from '../../../src/bench/growth/benchmark';

const measured = (size: number, cpuMs: number) => ({ size, seconds: 1, calls: size * 2, cpuMs });

test('a size is measured by what a callback costs beside the size before', () => {
  const rows = toRows('run', [measured(1000, 1000), measured(10_000, 12_000), measured(100_000, 180_000)], 1.25);
  expect(rows.map(({ ratio }) => ratio)).toEqual([undefined, 1.2, 1.5]);
  expect(rows.map(({ goal }) => goal?.isMet)).toEqual([undefined, true, false]);
});

test('where the system tells no CPU, the time counts', () => {
  const rows = toRows('run', [measured(1000, Number.NaN), measured(10_000, Number.NaN)]);
  expect(rows[1]?.ratio).toBeCloseTo(0.1);
  expect(rows[1]?.figures).not.toHaveProperty(['CPU, ms a callback']);
});
