import { readMetric, readPeriod, readQueries } from '../../../../src/aws/cloudwatch/metrics/metric-query';

const Metric = { Namespace: 'N', MetricName: 'Errors', Dimensions: [{ Name: 'Scope', Value: 's' }] };
const MetricStat = { Metric, Period: 60, Stat: 'Sum' };

describe('queries', () => {
  it('are metrics, or expressions of them', () => {
    expect(
      readQueries([
        { Id: 'm', MetricStat, ReturnData: false },
        { Id: 'e', Expression: 'm * 2', Label: 'l' },
      ]),
    ).toEqual([
      {
        id: 'm',
        label: undefined,
        returnData: false,
        source: {
          kind: 'metric',
          metric: { namespace: 'N', name: 'Errors', dimensions: { Scope: 's' } },
          periodSeconds: 60,
          stat: 'Sum',
        },
      },
      {
        id: 'e',
        label: 'l',
        returnData: true,
        source: { kind: 'math', expression: 'm * 2', periodSeconds: undefined },
      },
    ]);
  });

  it('may come as a form, whose values are text', () => {
    const [query] = readQueries([{ Id: 'm', MetricStat: { ...MetricStat, Period: '300' }, ReturnData: 'false' }]);
    expect(query).toMatchObject({ returnData: false, source: { periodSeconds: 300 } });
  });

  it.each([
    [{ Id: 'm', MetricStat: { ...MetricStat, Unit: 'Count' } }, /Unit/],
    [{ Id: 'm', MetricStat, AccountId: '1' }, /AccountId/],
    [{ Id: 'm' }, /neither an expression nor a statistic/],
    [{ Id: 'm', MetricStat: { ...MetricStat, Period: 90 } }, /the period 90/],
    [{ Id: 'e', Expression: 'm', Period: 1 }, /the period 1/],
  ])('%j is refused', (query, sentence) => {
    expect(() => readQueries([query])).toThrow(sentence);
  });
});

it('a metric may have no dimensions', () => {
  expect(readMetric({ Namespace: 'N', MetricName: 'Errors' }).dimensions).toEqual({});
});

it.each([0, -60, 61, 'x', undefined])('%j is not a period', (value) => {
  expect(() => readPeriod(value)).toThrow(/multiple of 60/);
});
