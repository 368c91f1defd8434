import { checkQueries, evaluateQuery, periodOf } from '../../../../src/aws/cloudwatch/metrics/evaluate-queries';
import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';
import { readQueries } from '../../../../src/aws/cloudwatch/metrics/metric-query';
import { createMetricStore } from '../../../../src/aws/cloudwatch/metrics/metric-store';

const Metric = { Namespace: 'N', MetricName: 'Errors', Dimensions: [] };
const stat = (Id: string, Period = 60, Stat = 'Sum') => ({ Id, MetricStat: { Metric, Period, Stat } });
const math = (Id: string, Expression: string, Period?: number) => ({ Id, Expression, Period });

/** One error in each of the first three minutes. */
function given() {
  let ms = 0;
  const store = createMetricStore(createMetricClock(60_000, () => ms));
  for (; ms < 180_000; ms += 60_000) {
    store.put([{ metric: { namespace: 'N', name: 'Errors', dimensions: {} }, value: 1 }]);
  }
  return store;
}

function evaluate(id: string, given_: readonly object[], range = { from: 0, to: 240 }) {
  const queries = readQueries(given_);
  const query = queries.find((one) => one.id === id);
  if (query === undefined) throw new Error(`there is no query ${id}`);
  return [...evaluateQuery(query, queries, given(), range)];
}

describe('a query', () => {
  it('has a value for each period that has data, counted from the start of its range', () => {
    expect(evaluate('m', [stat('m')])).toEqual([
      [0, 1],
      [60, 1],
      [120, 1],
    ]);
    expect(evaluate('m', [stat('m', 120)], { from: 60, to: 300 })).toEqual([[60, 2]]);
    expect(evaluate('m', [stat('m')], { from: 300, to: 600 })).toEqual([]);
  });

  it('may be an expression of others, one on top of the other', () => {
    const all = [stat('m', 240), math('twice', 'm * 2'), math('thrice', 'twice + m')];
    expect(evaluate('thrice', all)).toEqual([[0, 9]]);
  });

  it('that refers to itself, by a detour too, is refused', () => {
    expect(() => evaluate('a', [math('a', 'b + 1'), math('b', 'a + 1')])).toThrow(/refers to itself/);
  });
});

describe('the period of an expression', () => {
  const periodIn = (all: readonly object[]) => {
    const [first, ...rest] = readQueries(all);
    if (first === undefined) throw new Error('there is no query');
    return periodOf(first, [first, ...rest]);
  };

  it('is its own, that of its metrics, or a minute', () => {
    expect(periodIn([math('e', 'm', 300), stat('m', 60)])).toBe(300);
    expect(periodIn([math('e', 'm'), stat('m', 120)])).toBe(120);
    expect(periodIn([math('e', 'TIME_SERIES(1)')])).toBe(60);
  });

  it('cannot be that of metrics whose periods differ', () => {
    expect(() => periodIn([math('e', 'm + n'), stat('m', 60), stat('n', 120)])).toThrow(/different periods/);
  });
});

describe('a set of queries', () => {
  const check = (...all: readonly object[]) => checkQueries(readQueries(all), given());

  it('is checked without data: a branch that is not reached as well', () => {
    expect(() => check(stat('m'), math('e', 'IF(m > 9, m)'))).not.toThrow();
    expect(() => check(stat('m'), math('e', 'IF(m > 9, gone)'))).toThrow(/gone/);
    expect(() => check(stat('m'), math('e', 'RATE(m)'))).toThrow(/RATE/);
    expect(() => check(stat('m', 60, 'tm90'))).toThrow(/tm90/);
  });
});
