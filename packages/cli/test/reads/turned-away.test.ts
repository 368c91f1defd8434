import { compileJsonPattern } from '../../../local-cloud/src/aws/logs/json-pattern';
import { countTurnedAway, hasPassedSince, readWrongCredentials, withoutTests } from '../../src/reads/turned-away';
import { givenOps } from '../support/ops-context';

const outputs = { ApiStageName: 'callbacks', IngestLogGroupName: '/ingest', MoAuthorizerFunctionName: 'challenge' };
const minute = (n: number) => new Date(n * 60_000);

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Value: string }[] };
  };
}

/** By metric, also of one stage (`MoChallenged before`): values of minutes. */
function given(values: Readonly<Record<string, Readonly<Record<number, number>>>>, more: object = {}) {
  return givenOps({
    outputs: { ...outputs, ...more },
    answers: {
      GetMetricData: ({ MetricDataQueries }) => ({
        MetricDataResults: (MetricDataQueries as readonly Query[]).map(({ Id, MetricStat: { Metric } }) => {
          const ofStage = values[`${Metric.MetricName} ${Metric.Dimensions.at(-1)?.Value}`];
          const points = Object.entries(ofStage ?? values[Metric.MetricName] ?? {});
          return { Id, Timestamps: points.map(([n]) => minute(Number(n))), Values: points.map(([, value]) => value) };
        }),
      }),
    },
  });
}

it('tells who was turned away by whom, and what came through', async () => {
  const { context, stack } = given({
    '4XXError': { 1: 10, 3: 4 },
    Count: { 1: 30, 3: 6 },
    MoUnauthorized: { 1: 3 },
    MoChallenged: { 1: 5, 3: 1 },
    Invocations: { 1: 12, 2: 1, 3: 4 },
    Errors: { 1: 5, 2: 0, 3: 1 },
  });
  expect(await countTurnedAway(context, stack, { fromMs: 0, untilMs: 1 })).toEqual({
    byIngest: 3,
    byGateway: 11,
    byGatewayOnMo: 6,
    passedOnMo: 8,
    calls: 36,
    lastAtMs: 180_000,
    lastWrongAtMs: 60_000,
  });
});

it('a challenge that two minutes count is one, and an error of the authorizer is not a challenge', async () => {
  const busy = given({
    '4XXError': { 1: 500 },
    MoChallenged: { 1: 510 },
    Invocations: { 1: 1000 },
    Errors: { 1: 500 },
  });
  expect(await countTurnedAway(busy.context, busy.stack, { fromMs: 0, untilMs: 1 })).toMatchObject({
    ...{ byGatewayOnMo: 500, passedOnMo: 500 },
  });
  const failing = given({ MoChallenged: { 1: 2 }, Invocations: { 1: 9 }, Errors: { 1: 9 } });
  expect(await countTurnedAway(failing.context, failing.stack, { fromMs: 0, untilMs: 1 })).toMatchObject({
    byGatewayOnMo: 2,
  });
});

it('what ingest refuses a minute after the authorizer let it through did not come through', async () => {
  const { context, stack } = given({ '4XXError': { 2: 1 }, MoUnauthorized: { 2: 1 }, Invocations: { 1: 1 } });
  expect(await countTurnedAway(context, stack, { fromMs: 0, untilMs: 1 })).toMatchObject({
    ...{ byIngest: 1, passedOnMo: 0 },
  });
});

it('a challenge of the previous stage does not count as a refused caller', async () => {
  const { context, stack } = given(
    {
      '4XXError': { 1: 9 },
      'MoChallenged callbacks': { 1: 2 },
      'MoChallenged before': { 1: 6 },
      Invocations: { 1: 16 },
      Errors: { 1: 8 },
    },
    { PreviousApiStageName: 'before' },
  );
  expect(await countTurnedAway(context, stack, { fromMs: 0, untilMs: 1 })).toMatchObject({
    ...{ byGateway: 9, byGatewayOnMo: 8, passedOnMo: 8 },
  });
});

it('tells when by the clock, where a minute of CloudWatch is shorter than its own', async () => {
  const { context, stack } = given({ '4XXError': { 1: 1 } });
  const local = {
    ...context,
    access: { ...context.access, minuteMs: 5_000 },
    io: { ...context.io, now: () => 180_000 },
  };
  expect(await countTurnedAway(local, stack, { fromMs: 0, untilMs: 1 })).toMatchObject({ lastAtMs: 170_000 });
});

it('of a version whose authorizer is not known, nothing came through', async () => {
  const { context, stack } = given(
    { '4XXError': { 1: 1 }, Invocations: { 2: 1 } },
    { MoAuthorizerFunctionName: undefined },
  );
  expect(await countTurnedAway(context, stack, { fromMs: 0, untilMs: 1 })).toMatchObject({
    byGateway: 1,
    passedOnMo: 0,
  });
});

it('nothing is nothing', async () => {
  const { context, stack } = given({});
  expect(await countTurnedAway(context, stack, { fromMs: 0, untilMs: 1 })).toMatchObject({
    ...{ byIngest: 0, byGateway: 0, calls: 0, lastAtMs: undefined },
  });
});

it("leaves out an operator's own tests, and the challenge that a posted one asked for", async () => {
  const line = (smokeTest: string) => ({ timestamp: 1, message: JSON.stringify({ code: 'Stored', smokeTest }) });
  const events = [line('invocation'), line('request')];
  const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: [{ events }] } });
  const counts = {
    byIngest: 0,
    byGateway: 9,
    byGatewayOnMo: 5,
    passedOnMo: 2,
    calls: 11,
    lastAtMs: 7,
    lastWrongAtMs: 7,
  };
  expect(await withoutTests(context, stack, { fromMs: 0, untilMs: 9 }, counts)).toEqual({
    ...counts,
    ...{ byGateway: 8, byGatewayOnMo: 4, passedOnMo: 0, calls: 9 },
  });
});

it('says what was wrong with the credentials, also where an older version logged no cause', async () => {
  const line = (timestamp: number, more: object) => ({
    timestamp,
    message: JSON.stringify({ code: 'MoUnauthorized', ...more }),
  });
  const events = [line(1, { cause: 'wrong-password' }), line(2, { cause: 'wrong-password' }), line(3, {})];
  const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: [{ events }] } });
  expect(await readWrongCredentials(context, stack, { fromMs: 0, untilMs: 9 })).toEqual({
    causes: { 'wrong-password': 2, 'wrong-credentials': 1 },
    lastMs: 3,
  });
});

it.each<[string, object, boolean]>([
  ['a message that was stored', {}, true],
  ['a message in the bucket', { code: 'OverflowUsed' }, true],
  ["an operator's own test", { smokeTest: 'invocation' }, false],
  ['a message that was not stored', { code: 'StoreFailed' }, false],
  ['a callback of another route', { route: '/platform' }, false],
])('%s (%j) after the last wrong credentials came through: %j', async (_what, more, expected) => {
  const line = (timestamp: number, fields: object) => ({
    timestamp,
    message: JSON.stringify({ code: 'Stored', requestId: 'r', route: '/sms/mo', ...fields }),
  });
  const lines = [line(4, {}), line(5, { code: 'MoUnauthorized' }), line(6, more)];
  const { context, stack } = givenOps({
    outputs,
    answers: {
      FilterLogEvents: ({ startTime = 0, filterPattern = '' }) => {
        const matches = compileJsonPattern(String(filterPattern));
        return { events: lines.filter((one) => one.timestamp >= Number(startTime) && matches(one.message)) };
      },
    },
  });
  expect(await hasPassedSince(context, stack, 5)).toBe(expected);
});

it('does not say that none came through if the log has more pages than it reads', async () => {
  const { context, stack } = givenOps({
    outputs,
    answers: { FilterLogEvents: () => ({ events: [], nextToken: 'more' }) },
  });
  expect(await hasPassedSince(context, stack, 5)).toBeNull();
});
