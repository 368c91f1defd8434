import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';
import { createMetricStore } from '../../../../src/aws/cloudwatch/metrics/metric-store';
import { mergeValues, statisticOf } from '../../../../src/aws/cloudwatch/metrics/statistic';

const metric = { namespace: 'N', name: 'Errors', dimensions: { a: '1', b: '2' } };
const other = { ...metric, dimensions: { a: '1' } };

function given() {
  let ms = 600_000;
  const store = createMetricStore(createMetricClock(60_000, () => ms));
  return {
    store,
    pass: (seconds: number) => {
      ms += seconds * 1000;
    },
  };
}

describe('the metric store', () => {
  it('keeps values by minute and metric, in whatever order its dimensions come', () => {
    const { store, pass } = given();
    store.put([{ metric, value: 1 }]);
    store.put([{ metric: { ...metric, dimensions: { b: '2', a: '1' } }, value: 1 }]);
    pass(60);
    store.put([
      { metric, value: 3 },
      { metric: other, value: 7 },
    ]);
    expect([...store.read(metric, 600, 720)].map(([second, values]) => [second, [...values]])).toEqual([
      [600, [[1, 2]]],
      [660, [[3, 1]]],
    ]);
    expect(store.read(metric, 601, 660).size).toBe(0);
    expect(store.read(other, 0, 1000).size).toBe(1);
  });

  it('gives the finished minutes to be kept, and takes them back', () => {
    const { store, pass } = given();
    store.put([{ metric, value: 1 }]);
    expect(store.takeFinished()).toEqual([]);
    pass(60);
    store.put([{ metric, value: 2 }]);
    const finished = store.takeFinished();
    expect(finished).toMatchObject([{ second: 600, values: [[1, 1]] }]);
    expect(store.takeFinished()).toEqual([]);
    const { store: next } = given();
    for (const minute of finished) next.restore(minute);
    expect(next.read(metric, 600, 660).get(600)).toEqual(new Map([[1, 1]]));
    next.clear();
    expect(next.read(metric, 600, 660).size).toBe(0);
  });
});

describe('a statistic', () => {
  const values = mergeValues([
    new Map([[1, 3]]),
    new Map([
      [1, 1],
      [10, 1],
    ]),
  ]);

  it.each([
    ['SampleCount', 5],
    ['Sum', 14],
    ['Average', 2.8],
    ['Minimum', 1],
    ['Maximum', 10],
    ['p50', 1],
    ['p80', 1],
    ['p99', 10],
    ['p99.9', 10],
  ])('%s is %d', (name, expected) => {
    expect(statisticOf(name)?.(values)).toBe(expected);
  });

  it.each(['Median', 'p101', 'tm90', ''])('%s is not known', (name) => {
    expect(statisticOf(name)).toBeUndefined();
  });
});
