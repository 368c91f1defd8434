import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import { Alarms } from '../../lib/alarms';
import { addGatewayAlarms, addMoAlarm, stageTraffic } from '../../lib/gateway-alarms';
import { type Datum, metricFamily } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric';
import { minutesInAlarm } from '../support/evaluated-alarm';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly EvaluationPeriods: number;
  readonly MetricName?: string;
  readonly Metrics?: readonly unknown[];
}

function given(stageName = 'callbacks', prefix = '', isOneOfTwo = false) {
  const stack = new Stack(new App(), 'Stack');
  const api = new RestApi(stack, 'Api', { restApiName: 'vibes', deployOptions: { stageName } });
  api.root.addMethod('GET');
  const alarms = new Alarms(stack, 'Alarms', {
    metricScope: 'Stack',
    email: 'a@example.com',
    pagerTopicArn: undefined,
  });
  const challenge = LambdaFunction.fromFunctionArn(
    stack,
    'Challenge',
    'arn:aws:lambda:us-east-1:123456789012:function:challenge',
  );
  addGatewayAlarms({ alarms, api, stageName, challenge, isOneOfTwo, prefix });
  addMoAlarm(alarms, challenge);
  const template = Template.fromStack(stack);
  const resources = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  const all = new Map<string, AlarmProperties>(
    resources.map(({ Properties }) => [Properties.AlarmName.replace('Stack-', ''), Properties]),
  );
  const [rule] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
  return { all, api, stack, atRisk: JSON.stringify(rule) };
}

interface Minute {
  /** Of all routes; what is refused or failed among them. */
  readonly calls?: number;
  readonly refused?: number;
  readonly failed?: number;
  /** Calls of the MO route that the authorizer let through, and that it challenged. */
  readonly passed?: number;
  readonly challenged?: number;
  /** Of those that it let through, the ones with wrong credentials. */
  readonly wrong?: number;
}

const ofChallenge = metricFamily('AWS/Lambda', { FunctionName: 'challenge' });
const ofScope = metricFamily('VibesCallbacks', { Scope: 'Stack' });
const ofStages = Object.fromEntries(
  ['callbacks', 'before'].map((Stage) => [
    Stage,
    {
      ofGateway: metricFamily('AWS/ApiGateway', { ApiName: 'vibes', Stage }),
      ofStage: metricFamily('VibesCallbacks', { Scope: 'Stack', Stage }),
    },
  ]),
);
const familiesOf = (stage: string) => ofStages[stage] ?? raise(`no stage ${stage}`);

function raise(message: string): never {
  throw new Error(message);
}

/** As the gateway reports a minute: `refused` are calls that it refuses itself, beside the challenges and the wrong ones. */
function gatewayData(minute: Minute, stage = 'callbacks'): readonly Datum[] {
  const { calls = 0, refused = 0, failed = 0, challenged = 0, wrong = 0 } = minute;
  const { ofGateway } = familiesOf(stage);
  const report = (name: string, count: number) =>
    Array.from({ length: calls }, (_, index) => ofGateway(name, index < count ? 1 : 0));
  return [
    ...report('Count', calls),
    ...report('4XXError', refused + challenged + wrong),
    ...report('5XXError', failed),
  ];
}

/** As the functions report it. */
function functionData({ passed = 0, challenged = 0, wrong = 0 }: Minute, stage = 'callbacks'): readonly Datum[] {
  const { ofStage } = familiesOf(stage);
  const asked: readonly number[] = [...Array(challenged).fill(1), ...Array(passed).fill(0)];
  return [
    ...asked.flatMap((error) => [ofChallenge('Invocations', 1), ofChallenge('Errors', error)]),
    ...asked.map((challenge) => ofStage('MoChallenged', challenge)),
    ...Array.from({ length: wrong }, () => [ofScope('MoUnauthorized', 1), ofStage('MoUnauthorized', 1)]).flat(),
  ];
}

const repeated = (minute: Minute, times: number) => Array.from({ length: times }, () => minute);

/** How many minutes later the functions' data, or the gateway's, are there. */
interface Late {
  readonly functions?: number;
  readonly gateway?: number;
}

/** Minutes after which the alarm is in ALARM, counted from the first of these. */
function rings(alarm: AlarmProperties | undefined, minutes: readonly Minute[], late: Late = {}): readonly number[] {
  const all = [...repeated({}, 12), ...minutes, ...repeated({}, 15)];
  return minutesInAlarm(
    { ...alarm },
    { minutes: all.map((minute) => gatewayData(minute)), late: late.gateway },
    { minutes: all.map((minute) => functionData(minute)), late: late.functions },
  ).map((minute) => minute - 12);
}

const first = (alarm: AlarmProperties | undefined, minutes: readonly Minute[], late?: Late) =>
  rings(alarm, minutes, late)[0];

describe('the alarms of the gateway', () => {
  const { all, atRisk } = given();

  it('page if half of the answers are failures or refusals, or the MO route lets few through', () => {
    const pages = (name: string) => new RegExp(`"Alarms${name}[0-9A-F]{8}"`).test(atRisk);
    expect([...all.keys()].filter(pages).sort()).toEqual([
      'GatewayErrorsPersist',
      'IngestDown',
      'MoRefused',
      'MostRefused',
    ]);
    expect([...all.keys()].sort()).toEqual([
      'CallerRefused',
      'GatewayErrors',
      'GatewayErrorsPersist',
      'IngestDown',
      'MoRefused',
      'MostRefused',
    ]);
  });

  it('read no metric of a single method: those are paid for', () => {
    expect(JSON.stringify([...all.values()])).not.toContain('"Method"');
  });

  it('take the ten metrics that CloudWatch allows to one alarm at most, expressions included', () => {
    for (const { Metrics = [] } of all.values()) expect(Metrics.length).toBeLessThanOrEqual(10);
  });

  it('fire at one 5XX', () => {
    const alarm = all.get('GatewayErrors');
    expect(alarm?.MetricName).toBe('5XXError');
    expect(alarm).toMatchObject({ Threshold: 1, Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 });
  });

  it('page if Vibes gets 5XX again and again, however few', () => {
    const alarm = all.get('GatewayErrorsPersist');
    expect(alarm).toMatchObject({ MetricName: '5XXError', Statistic: 'Sum', Threshold: 1 });
    expect(alarm).toMatchObject({ Period: 300, EvaluationPeriods: 3 });
    expect(alarm).not.toHaveProperty('DatapointsToAlarm');
    expect(alarm?.AlarmDescription).toMatch(/Urgency: act now.*#gatewayerrors$/);
  });

  it('tell when half of what came was answered 5XX', () => {
    const alarm = all.get('IngestDown');
    expect(alarm).toMatchObject({ MetricName: '5XXError', Statistic: 'Average', Threshold: 0.5 });
    expect(first(alarm, [{ calls: 10, failed: 5 }])).toBe(0);
    expect(first(alarm, [{ calls: 10, failed: 4 }])).toBe(undefined);
    expect(first(alarm, [{ calls: 1, failed: 1 }])).toBe(0);
    expect(first(alarm, [{ calls: 5 }])).toBe(undefined);
  });

  describe('MostRefused', () => {
    const alarm = all.get('MostRefused');
    const ringsFor = (minute: Minute, late?: Late) => first(alarm, repeated(minute, 3), late) !== undefined;

    it('pages if half of the calls outside the MO route are refused, ten a minute, for two minutes', () => {
      expect(ringsFor({ calls: 100, refused: 50 })).toBe(true);
      expect(ringsFor({ calls: 100, refused: 49 })).toBe(false);
      expect(ringsFor({ calls: 9, refused: 9 })).toBe(false);
      expect(first(alarm, [{ calls: 100, refused: 100 }])).toBe(undefined);
      expect(first(alarm, repeated({ calls: 100, refused: 50 }, 3), { gateway: 2, functions: 2 })).toBeLessThanOrEqual(
        4,
      );
    });

    it('does not take the calls of the MO route into account', () => {
      const busyMo = { passed: 100, challenged: 100 };
      expect(ringsFor({ calls: 200, ...busyMo })).toBe(false);
      expect(ringsFor({ calls: 220, refused: 12, ...busyMo })).toBe(true);
      expect(ringsFor({ calls: 240, refused: 12, ...busyMo })).toBe(false);
      expect(ringsFor({ calls: 100, passed: 100, wrong: 100 })).toBe(false);
    });
  });

  describe('CallerRefused', () => {
    const alarm = all.get('CallerRefused');

    it.each([{}, { functions: 2 }, { gateway: 2 }, { functions: 2, gateway: 2 }])(
      'fires for a single call that the gateway refused, within five minutes: late by %j',
      (late) => {
        expect(first(alarm, [{ calls: 1, refused: 1 }], late)).toBeLessThanOrEqual(4);
        expect(first(alarm, [{ calls: 101, refused: 1, passed: 50, challenged: 50 }], late)).toBeLessThanOrEqual(5);
      },
    );

    it('ends by itself', () => {
      expect(Math.max(...rings(alarm, [{ calls: 1, refused: 1 }]))).toBeLessThanOrEqual(10);
    });

    it.each([{}, { functions: 1 }, { functions: 2 }, { gateway: 2 }])(
      'leaves challenges and wrong credentials alone, whenever we learn of them: late by %j',
      (late) => {
        const minute = { calls: 30, challenged: 10, passed: 20, wrong: 5 };
        expect(rings(alarm, [...repeated(minute, 6), {}, minute], late)).toEqual([]);
      },
    );
  });

  describe('MoRefused', () => {
    const alarm = all.get('MoRefused');

    it.each([0, 1, 2])('fires in the fourth minute of a route that lets nothing through: late by %j', (late) => {
      for (const minute of [{ challenged: 3 }, { challenged: 100 }, { passed: 5, wrong: 5 }]) {
        expect(first(alarm, repeated(minute, 5), { functions: late })).toBe(3);
      }
      expect(first(alarm, repeated({ challenged: 1 }, 7), { functions: late })).toBe(5);
    });

    it('fires after the third attempt of a single message: Vibes sends it every five minutes', () => {
      const quiet = repeated({}, 4);
      const once = { challenged: 1 };
      expect(first(alarm, [once, ...quiet, once, ...quiet, once, ...quiet, once])).toBe(13);
      expect(first(alarm, [once, ...quiet, once])).toBe(undefined);
    });

    it('notices one message in twenty that has no credentials, or wrong ones, where the client waits for the challenge', () => {
      expect(first(alarm, repeated({ challenged: 100, passed: 95 }, 4))).toBe(3);
      expect(first(alarm, repeated({ challenged: 20, passed: 19 }, 16))).toBeLessThanOrEqual(7);
      expect(first(alarm, repeated({ challenged: 100, passed: 100, wrong: 5 }, 4))).toBe(3);
      expect(first(alarm, repeated({ challenged: 100, passed: 99 }, 16))).toBe(undefined);
      // One in a hundred, once each of its five retries is refused too.
      expect(first(alarm, repeated({ challenged: 105, passed: 99 }, 4))).toBe(3);
    });

    it('notices more than half of the messages without credentials, and any share of wrong ones, where they come unasked', () => {
      expect(first(alarm, repeated({ challenged: 20, passed: 10 }, 4))).toBe(3);
      expect(first(alarm, repeated({ passed: 100, wrong: 3 }, 4))).toBe(3);
      // As of a client that is challenged now and then, and remembers the credentials.
      expect(first(alarm, repeated({ challenged: 2, passed: 10 }, 9))).toBe(undefined);
    });

    it.each([{ challenged: 3 }, { challenged: 100, passed: 95 }])(
      'fires for %j also if FILL has nothing to say of a metric without any data',
      (minute) => {
        const read = JSON.parse(JSON.stringify(alarm).replaceAll('FILL(wrong, 0)', 'wrong'));
        expect(JSON.stringify(read)).not.toBe(JSON.stringify(alarm));
        expect(first(read, repeated(minute, 4))).toBe(3);
      },
    );

    it('stays silent for a client that waits for the challenge, also where a minute ends between its calls', () => {
      fc.assert(
        fc.property(
          fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }),
          fc.nat(11),
          fc.nat(2),
          (messages, cut, late) => {
            // In one minute the last message is challenged, and let through in the next.
            const minutes: Minute[] = [...messages, 0].map((count, minute) => ({
              challenged: count,
              passed:
                count -
                (minute === cut && count > 0 ? 1 : 0) +
                (minute === cut + 1 && (messages[cut] ?? 0) > 0 ? 1 : 0),
            }));
            expect(rings(alarm, minutes, { functions: late })).toEqual([]);
          },
        ),
        { numRuns: 30 },
      );
    });

    it.each([0, 1, 2])(
      'stays silent for a burst that the end of a minute cuts, at its worst: late by %j',
      (functions) => {
        // It begins a second before, and two seconds are between a message's calls; then it goes on.
        const minutes = [{ challenged: 900 }, { challenged: 54_000, passed: 53_100 }, { passed: 1_800 }];
        expect(rings(alarm, minutes, { functions })).toEqual([]);
        const steady = Array.from({ length: 12 }, (_, minute) => ({
          challenged: 600,
          passed: minute === 0 ? 580 : 600,
        }));
        expect(rings(alarm, steady, { functions })).toEqual([]);
      },
    );
  });
});

describe('beside another stage', () => {
  const alone = given().all;
  const ofBoth = new Map([...given('callbacks', '', true).all, ...given('before', 'Previous', true).all]);

  /** When the alarm of a stage fires, of two with these minutes. */
  function ringsBeside(name: string, minutes: readonly Minute[], before: readonly Minute[]): readonly number[] {
    const both = (data: typeof gatewayData) =>
      [...repeated({}, 12), ...minutes.map((_, index) => index), ...repeated({}, 15)].map((index) =>
        typeof index === 'number' ? [...data(minutes[index] ?? {}), ...data(before[index] ?? {}, 'before')] : [],
      );
    const reports = [gatewayData, functionData].map((data) => ({ minutes: both(data) }));
    return minutesInAlarm({ ...ofBoth.get(name) }, ...reports).map((minute) => minute - 12);
  }

  const traffic = fc
    .record({ others: fc.nat(30), refused: fc.nat(25), passed: fc.nat(40), challenged: fc.nat(40), wrong: fc.nat(12) })
    .map(({ others, refused, passed, challenged, wrong }) => ({
      ...{ refused, challenged, passed: passed + wrong, wrong },
      calls: others + refused + challenged + passed + wrong,
    }));
  const series = fc.array(fc.oneof(fc.constant({}), traffic), { minLength: 4, maxLength: 4 });

  it.each(['MostRefused', 'CallerRefused'])('%s fires exactly when it would if its stage were the only one', (name) => {
    fc.assert(
      fc.property(series, series, (minutes, before) => {
        expect(ringsBeside(name, minutes, before)).toEqual(rings(alone.get(name), minutes));
        expect(ringsBeside(`Previous${name}`, minutes, before)).toEqual(rings(alone.get(name), before));
      }),
      { numRuns: 30 },
    );
  });

  it('MostRefused does not fire for a few refusals of one because the other has a busy MO route', () => {
    const quiet = repeated({ calls: 100, refused: 10 }, 3);
    expect(ringsBeside('MostRefused', quiet, repeated({ calls: 90, passed: 90 }, 3))).toEqual([]);
  });

  it('CallerRefused notices a refusal of one while wrong credentials come to the other', () => {
    const once = [{ calls: 1, refused: 1 }];
    expect(ringsBeside('CallerRefused', once, [{ calls: 5, passed: 5, wrong: 5 }])).not.toEqual([]);
  });
});

test('those of the stage before have its name in theirs, its metrics, and the runbook’s part of the first', () => {
  const { all } = given('before', 'Previous');
  expect([...all.keys()].filter((name) => name.startsWith('Previous')).sort()).toEqual([
    'PreviousCallerRefused',
    'PreviousGatewayErrors',
    'PreviousGatewayErrorsPersist',
    'PreviousIngestDown',
    'PreviousMostRefused',
  ]);
  expect(JSON.stringify(all.get('PreviousCallerRefused'))).not.toContain('"callbacks"');
  expect(JSON.stringify(all.get('PreviousCallerRefused')).match(/"Name":"Stage","Value":"before"/g)).toHaveLength(2);
  expect(all.get('PreviousIngestDown')?.AlarmDescription).toMatch(/#ingestdown$/);
});

test('the traffic of a stage is counted once a minute; the latency is that of one in a hundred', () => {
  const { api, stack } = given();
  const { calls, clientErrors, serverErrors, latency } = stageTraffic(api, 'callbacks');
  const read = [calls, clientErrors, serverErrors, latency].map(({ metricName, statistic, dimensions, period }) => [
    metricName,
    statistic,
    period.toSeconds(),
    stack.resolve(dimensions),
  ]);
  const stage = { ApiName: 'vibes', Stage: 'callbacks' };
  expect(read).toEqual([
    ['Count', 'SampleCount', 60, stage],
    ['4XXError', 'Sum', 60, stage],
    ['5XXError', 'Sum', 60, stage],
    ['Latency', 'p99', 60, stage],
  ]);
});
