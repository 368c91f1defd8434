import { callFunction } from '../../../../src/aws/cloudwatch/metrics/math-functions';
import { evaluateMath } from '../../../../src/aws/cloudwatch/metrics/metric-math';
import type { MathScope, MathValue, TimeSeries } from '../../../../src/aws/cloudwatch/metrics/time-series';

const all: Readonly<Record<string, TimeSeries>> = {
  a: new Map([
    [0, 1],
    [60, 2],
    [120, 3],
  ]),
  b: new Map([
    [0, 10],
    [120, 0],
  ]),
  empty: new Map(),
};

const scope: MathScope = {
  range: { from: 0, to: 180, periodSeconds: 60 },
  metricIds: ['a', 'b', 'empty'],
  series: (id) => all[id] ?? new Map(),
};

describe('a function of metric math', () => {
  it.each([
    ['FILL(empty, 0) + FILL(b, 5)', [10, 5, 0]],
    ['IF(a >= b, a, 0)', [0, 2, 3]],
    ['IF(b >= 0, b)', [10, null, 0]],
    ['IF(a > 1, b)', [null, 0, 0]],
    ['DIFF(a)', [null, 1, 1]],
    ['DIFF(b)', [null, null, -10]],
    ['RUNNING_SUM(a)', [1, 3, 6]],
    ['RUNNING_SUM(b)', [10, null, 10]],
    ['DIFF(empty)', [null, null, null]],
    ['a - DIFF(a)', [1, 1, 2]],
    ['IF(a > 1, a)', [null, 2, 3]],
    ['IF(a > 1, b, a)', [1, 0, 0]],
    ['SUM(METRICS())', [11, 2, 3]],
    ['SUM([a, b])', [11, 2, 3]],
    ['MAX([a, b])', [10, 2, 3]],
    ['AVG([a, b])', [5.5, 2, 1.5]],
    ['SUM(METRICS("b"))', [10, null, 0]],
    ['CEIL(a / 2)', [1, 1, 2]],
    ['FLOOR(a / 2)', [0, 1, 1]],
    ['ABS(0 - a)', [1, 2, 3]],
    ['TIME_SERIES(7)', [7, 7, 7]],
    ['MIN([a, b])', [1, 2, 0]],
    ['FILL(empty, 7)', [7, 7, 7]],
  ])('%s', (expression, expected) => {
    const series = evaluateMath(expression, scope);
    expect([0, 60, 120].map((second) => series.get(second) ?? null)).toEqual(expected);
  });

  const call = (name: string, ...values: readonly MathValue[]) =>
    callFunction(
      name,
      values.map((value) => () => value),
      scope,
    );

  it('over one series is a number', () => {
    expect(call('SUM', all.a ?? 0)).toBe(6);
    expect(call('MAX', all.a ?? 0)).toBe(3);
    expect(call('PERIOD', all.a ?? 0)).toBe(60);
  });

  it.each([
    ['RATE', [all.a ?? 0], /RATE is not supported/],
    ['FILL', [all.a ?? 0, 'REPEAT'], /FILL takes a number/],
    ['SUM', [1], /a time series or a list/],
    ['ABS', [1], /something other than a time series/],
    ['TIME_SERIES', ['x'], /something other than a number/],
    ['CEIL', [], /something other than a time series/],
  ] as const)('%s(%j) is refused', (name, values, sentence) => {
    expect(() => call(name, ...values)).toThrow(sentence);
  });
});
