import { type MetricSpec, queueNameOf, readMetrics } from '../../src/reads/metrics';
import { givenOps } from '../support/ops-context';

const metric = (name: string): MetricSpec => ({ namespace: 'N', name, dimensions: { Scope: 's' }, statistic: 'Sum' });
const span = { fromMs: 0, untilMs: 120_000 };
const result = (Id: string, ...points: readonly (readonly [ms: number, value: number])[]) => ({
  Id,
  Timestamps: points.map(([ms]) => new Date(ms)),
  Values: points.map(([, value]) => value),
});

test('the values come in the order of the metrics, the oldest first, from all pages', async () => {
  const answers = {
    GetMetricData: [
      { MetricDataResults: [result('m1', [60_000, 2], [0, 1])], NextToken: 't' },
      { MetricDataResults: [result('m0', [0, 7]), result('m1', [30_000, 5])] },
    ],
  };
  const { context, named } = givenOps({ answers });
  expect(await readMetrics(context, [metric('A'), metric('B'), metric('C')], span)).toEqual([
    [{ atMs: 0, value: 7 }],
    [
      { atMs: 0, value: 1 },
      { atMs: 30_000, value: 5 },
      { atMs: 60_000, value: 2 },
    ],
    [],
  ]);
  const [first, second] = named('GetMetricData');
  expect(first).toMatchObject({ StartTime: new Date(0), EndTime: new Date(120_000) });
  expect(first?.MetricDataQueries).toContainEqual({
    Id: 'm1',
    MetricStat: {
      Metric: { Namespace: 'N', MetricName: 'B', Dimensions: [{ Name: 'Scope', Value: 's' }] },
      Period: 60,
      Stat: 'Sum',
    },
  });
  expect([first?.NextToken, second?.NextToken]).toEqual([undefined, 't']);
});

test.each(['InternalError', 'Forbidden'])(
  'a metric that CloudWatch could not read (%s) is no zero',
  async (StatusCode) => {
    const answer = {
      MetricDataResults: [
        { ...result('m0'), StatusCode: 'Complete' },
        { ...result('m1'), StatusCode },
      ],
    };
    const { context } = givenOps({ answers: { GetMetricData: [answer] } });
    await expect(readMetrics(context, [metric('A'), metric('B')], span)).rejects.toThrow(
      `CloudWatch could not read B: ${StatusCode}`,
    );
  },
);

test('the period is a minute unless another is asked for', async () => {
  const { context, named } = givenOps({ answers: { GetMetricData: [{}] } });
  await readMetrics(context, [metric('A')], { ...span, periodSeconds: 300 });
  expect(named('GetMetricData')[0]?.MetricDataQueries).toMatchObject([{ MetricStat: { Period: 300 } }]);
});

test('a call asks for 500 at the most; nothing is known of the rest', async () => {
  const { context, named } = givenOps({ answers: { GetMetricData: [{}] } });
  const found = await readMetrics(
    context,
    Array.from({ length: 501 }, (_, index) => metric(`M${index}`)),
    span,
  );
  expect([found.length, found.at(-1)]).toEqual([501, []]);
  expect(named('GetMetricData')[0]?.MetricDataQueries).toHaveLength(500);
});

test('a queue’s metrics are under the end of its URL', () => {
  expect(queueNameOf('https://sqs.us-east-1.amazonaws.com/123456789012/Stack-Queue')).toBe('Stack-Queue');
});
