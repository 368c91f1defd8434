import { evaluateMath, referredIds } from '../../../../src/aws/cloudwatch/metrics/metric-math';
import type { TimeSeries } from '../../../../src/aws/cloudwatch/metrics/time-series';

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

function evaluate(expression: string) {
  const series = evaluateMath(expression, {
    range: { from: 0, to: 180, periodSeconds: 60 },
    metricIds: ['a', 'b', 'empty'],
    series: (id) => {
      const found = all[id];
      if (found === undefined) throw new Error(`there is no ${id}`);
      return found;
    },
  });
  return [0, 60, 120].map((second) => series.get(second) ?? null);
}

describe('metric math', () => {
  it.each([
    ['a', [1, 2, 3]],
    // A value that one of two lacks is 0.
    ['a + b', [11, 2, 3]],
    ['b + empty', [10, null, 0]],
    ['a - FILL(b, 0)', [-9, 2, 3]],
    ['a / b', [0.1, null, null]],
    ['2 * a + 1', [3, 5, 7]],
    ['-a', [-1, -2, -3]],
    ['a >= 2', [0, 1, 1]],
    ['a == 2', [0, 1, 0]],
    ['a < b', [1, 0, 0]],
    ['a > 1 AND a < 3', [0, 1, 0]],
    ['a > b OR a == 1', [1, 1, 1]],
    ['a > 1 AND b > 1', [0, 0, 0]],
    ['a == 1 || a == 3', [1, 0, 1]],
    ['a / SUM(a)', [1 / 6, 2 / 6, 3 / 6]],
    ['a / PERIOD(a)', [1 / 60, 2 / 60, 3 / 60]],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    ['a +', /cannot be read/],
    ['unknown + 1', /there is no unknown/],
    ['ANOMALY_DETECTION_BAND(a, 2)', /ANOMALY_DETECTION_BAND is not supported/],
    ['a.b', /not supported/],
    ['SUM(a)', /does not give one time series/],
    ['FILL(a, REPEAT)', /REPEAT/],
    ['METRICS()', /does not give one time series/],
    ['"text" + a', /cannot calculate with text/],
    ['a = 1', /not supported/],
    ['[1]', /only time series/],
  ])('refuses %s', (expression, sentence) => {
    expect(() => evaluate(expression)).toThrow(sentence);
  });

  it('tells which ids it refers to', () => {
    expect(referredIds('IF(refused >= calls, refused, 0) + -SUM([a])')).toEqual(['refused', 'calls', 'refused', 'a']);
  });
});
