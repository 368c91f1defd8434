import { differences, minutesAgo } from '../../lib/minutes-ago';
import { evaluateMath } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-math';

const values = [5, 0, 7, 1, 0, 4, 9];
const series = new Map(values.map((value, index) => [index * 60, value]));

function evaluate(expression: string): readonly (number | null)[] {
  const range = { from: 0, to: values.length * 60, periodSeconds: 60 };
  const found = evaluateMath(expression, { range, metricIds: ['calls'], series: () => series });
  return values.map((_, index) => found.get(index * 60) ?? null);
}

describe('minutes ago in metric math', () => {
  it('is written by what CloudWatch has', () => {
    expect(minutesAgo('calls', 1)).toBe('(1 * calls - 1 * DIFF(calls))');
    expect(minutesAgo('calls', 2)).toBe('(1 * calls - 2 * DIFF(calls) + 1 * DIFF(DIFF(calls)))');
  });

  it.each([1, 2, 3, 4])('is what the series had %i minutes ago', (minutes) => {
    expect(evaluate(minutesAgo('calls', minutes)).slice(minutes)).toEqual(values.slice(0, -minutes));
  });

  it('of several is their sum', () => {
    expect(evaluate(minutesAgo('calls', 2, 4)).slice(4)).toEqual([5 + 0 + 7, 0 + 7 + 1, 7 + 1 + 0]);
    expect(evaluate(minutesAgo('calls', 0, 1)).slice(1)).toEqual([5, 7, 8, 1, 4, 13]);
  });

  it('is known once the series goes back so far', () => {
    expect(evaluate(`ABS(${differences('calls', 3)}) >= 0`)).toEqual([null, null, null, 1, 1, 1, 1]);
  });
});
