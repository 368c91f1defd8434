import { readRefusals } from '../../../ops/aws/refusals';
import { givenOps } from '../../support/ops-context';

const span = { fromMs: 0, untilMs: 3_600_000 };
const outputs = { IngestLogGroupName: '/ingest', IngestFunctionName: 'ingest' };
const line = (timestamp: number, fields: object) => ({ timestamp, eventId: 'e', message: JSON.stringify(fields) });
const counted = (Id: string, ms: number, value: number) => ({ Id, Timestamps: [new Date(ms)], Values: [value] });

test('what ingest logged and what CloudWatch counted are told by cause, and how long ago the last was', async () => {
  const { context, stack, named } = givenOps({
    outputs,
    answers: {
      FilterLogEvents: [
        {
          events: [
            line(1000, { code: 'StoreFailed', cause: 'AccessDenied' }),
            line(2000, { code: 'StoreFailed', cause: 'SlowDown' }),
            line(3000, { code: 'Unexpected' }),
          ],
        },
      ],
      GetMetricData: [{ MetricDataResults: [counted('m0', 60_000, 2), counted('m1', 3_540_000, 0)] }],
    },
  });
  expect(await readRefusals(context, stack, span)).toEqual({
    lastHour: { StoreFailed: 2, Unexpected: 1, IngestErrors: 2 },
    causes: { 'StoreFailed: AccessDenied': 1, 'StoreFailed: SlowDown': 1, Unexpected: 1, IngestErrors: 2 },
    lastSecondsAgo: 3540,
  });
  expect(named('FilterLogEvents')).toMatchObject([{ filterPattern: '{ $.level = "error" }', endTime: 3_600_000 }]);
});

test('without any, nothing is told', async () => {
  const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: [{}], GetMetricData: [{}] } });
  expect(await readRefusals(context, stack, span)).toEqual({ lastHour: {}, causes: {}, lastSecondsAgo: null });
});

test('a stack that does not name its function has its lines alone', async () => {
  const { context, stack } = givenOps({
    outputs: { IngestLogGroupName: '/ingest' },
    answers: { FilterLogEvents: [{ events: [line(3_600_500, { code: 'StoreFailed' })] }], GetMetricData: [{}] },
  });
  const refusals = await readRefusals(context, stack, span);
  // Clocks differ: what seems to come from the future was now.
  expect(refusals).toEqual({ lastHour: { StoreFailed: 1 }, causes: { StoreFailed: 1 }, lastSecondsAgo: 0 });
});

test('in a storm not each line is read', async () => {
  const page = { events: [line(1, { code: 'StoreFailed' })], nextToken: 't' };
  const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: () => page, GetMetricData: [{}] } });
  expect((await readRefusals(context, stack, span)).lastHour).toEqual({ StoreFailed: 20 });
});
