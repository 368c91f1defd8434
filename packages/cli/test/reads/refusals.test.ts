import { unhurried } from '../../src/frame/deadline';
import { readRefusals } from '../../src/reads/refusals';
import { givenOps } from '../support/ops-context';

const span = { fromMs: 0, untilMs: 3_600_000 };
const outputs = { IngestLogGroupName: '/ingest', IngestFunctionName: 'ingest' };
const line = (timestamp: number, fields: object) => ({ timestamp, eventId: 'e', message: JSON.stringify(fields) });
const counted = (Id: string, ms: number, value: number) => ({ Id, Timestamps: [new Date(ms)], Values: [value] });

test('what ingest logged and CloudWatch counted is shown by cause, with how long ago the last was', async () => {
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
  expect(await readRefusals(context, stack, span, unhurried())).toEqual({
    lastHour: { StoreFailed: 2, Unexpected: 1, IngestErrors: 2 },
    causes: { 'StoreFailed: AccessDenied': 1, 'StoreFailed: SlowDown': 1, Unexpected: 1, IngestErrors: 2 },
    lastSecondsAgo: 3540,
    forSeconds: 59,
  });
  expect(named('FilterLogEvents')).toMatchObject([{ filterPattern: '{ $.level = "error" }', endTime: 3_600_000 }]);
});

test('where a minute of CloudWatch is 5 s, 59 of them ago is 295 s ago', async () => {
  const { context, stack } = givenOps({
    ...{ outputs, nowMs: span.untilMs },
    answers: { FilterLogEvents: [{}], GetMetricData: [{ MetricDataResults: [counted('m0', 60_000, 2)] }] },
  });
  const local = { ...context, access: { ...context.access, minuteMs: 5_000 } };
  expect((await readRefusals(local, stack, span, unhurried())).lastSecondsAgo).toBe(295);
});

test('without any, nothing is shown', async () => {
  const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: [{}], GetMetricData: [{}] } });
  expect(await readRefusals(context, stack, span, unhurried())).toEqual({
    lastHour: {},
    causes: {},
    lastSecondsAgo: null,
    forSeconds: null,
  });
});

test('a stack that does not name its function has its lines alone', async () => {
  const { context, stack } = givenOps({
    outputs: { IngestLogGroupName: '/ingest' },
    answers: { FilterLogEvents: [{ events: [line(3_600_500, { code: 'StoreFailed' })] }], GetMetricData: [{}] },
  });
  const refusals = await readRefusals(context, stack, span, unhurried());
  // Clocks differ: what seems to come from the future was now.
  expect(refusals).toEqual({
    lastHour: { StoreFailed: 1 },
    causes: { StoreFailed: 1 },
    lastSecondsAgo: 0,
    forSeconds: 0,
  });
});

test('in a storm not each line is read: what the lines leave of the 5XX is then not told, and a note says so', async () => {
  const page = { events: [line(1, { code: 'StoreFailed' })], nextToken: 't' };
  const MetricDataResults = [counted('m2', 60_000, 500)];
  const { context, stack, notes } = givenOps({
    outputs,
    answers: { FilterLogEvents: () => page, GetMetricData: [{ MetricDataResults }] },
  });
  const refusals = await readRefusals(context, stack, span, unhurried());
  expect(refusals.lastHour).toEqual({ StoreFailed: 20 });
  expect(refusals.lastSecondsAgo).toBe(3540);
  expect(notes).toEqual([expect.stringContaining('GatewayErrors is left out')]);
});

test('where each line was read, the 5XX that they do not explain are the gateway’s own', async () => {
  const pages = [
    { events: [line(1, { code: 'StoreFailed' })], nextToken: 't' },
    { events: [line(2, { code: 'StoreFailed' })] },
  ];
  const MetricDataResults = [counted('m2', 60_000, 5)];
  const { context, stack, notes } = givenOps({
    outputs,
    answers: { FilterLogEvents: pages, GetMetricData: [{ MetricDataResults }] },
  });
  expect((await readRefusals(context, stack, span, unhurried())).lastHour).toEqual({
    StoreFailed: 2,
    GatewayErrors: 3,
  });
  expect(notes).toEqual([]);
});

test('an operator’s own test is not Vibes’ callback, by whatever way it came', async () => {
  const smokes = [
    line(1, { code: 'StoreFailed', smokeTest: 'invocation' }),
    line(2, { code: 'StoreFailed', smokeTest: 'request' }),
  ];
  const read = async (events: readonly ReturnType<typeof line>[], answered: number) => {
    const GetMetricData = [{ MetricDataResults: [counted('m2', 60_000, answered)] }];
    const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: [{ events }], GetMetricData } });
    return readRefusals(context, stack, span, unhurried());
  };
  expect(await read(smokes, 1)).toEqual({ lastHour: {}, causes: {}, lastSecondsAgo: null, forSeconds: null });
  expect((await read(smokes, 2)).lastHour).toEqual({ GatewayErrors: 1 });
  expect((await read([...smokes, line(3, { code: 'StoreFailed' })], 2)).lastHour).toEqual({ StoreFailed: 1 });
});

test('how long they went on ends at a pause that is longer than the time between two attempts of Vibes', async () => {
  const minutes = [10, 20, 25, 30, 36];
  const events = minutes.map((minute) => line(minute * 60_000, { code: 'StoreFailed' }));
  const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: [{ events }], GetMetricData: [{}] } });
  expect(await readRefusals(context, stack, span, unhurried())).toMatchObject({
    lastSecondsAgo: 24 * 60,
    forSeconds: 16 * 60,
  });
});
