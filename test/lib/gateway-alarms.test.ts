import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarms } from '../../lib/alarms';
import { addGatewayAlarms, stageTraffic } from '../../lib/gateway-alarms';
import { minutesInAlarm } from '../support/evaluated-alarm';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly EvaluationPeriods: number;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Metrics?: readonly MetricQuery[];
}

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: MetricStat;
  readonly ReturnData?: boolean;
}

interface MetricStat {
  readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly Dimension[] };
  readonly Period: number;
  readonly Stat: string;
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

function given(stageName = 'callbacks', prefix = '') {
  const stack = new Stack(new App(), 'Stack');
  const api = new RestApi(stack, 'Api', { restApiName: 'vibes', deployOptions: { stageName } });
  api.root.addMethod('GET');
  const alarms = new Alarms(stack, 'Alarms', {
    metricScope: 'Stack',
    email: 'a@example.com',
    pagerTopicArn: undefined,
  });
  addGatewayAlarms(alarms, api, stageName, prefix);
  const template = Template.fromStack(stack);
  const resources = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  const all = new Map<string, AlarmProperties>(
    resources.map(({ Properties }) => [Properties.AlarmName.replace('Stack-', ''), Properties]),
  );
  const [rule] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
  return { all, api, stack, atRisk: JSON.stringify(rule) };
}

const refusedOnMo = {
  refusedPOST: '4XXError callbacks POST /sms/mo',
  refusedPUT: '4XXError callbacks PUT /sms/mo',
  refusedPATCH: '4XXError callbacks PATCH /sms/mo',
};

/** The expression of an alarm, and what stands behind each of its names. */
function formulaOf(alarm: AlarmProperties | undefined) {
  const metrics = alarm?.Metrics ?? [];
  const described = metrics.flatMap(({ Id, MetricStat }) =>
    MetricStat === undefined ? [] : [[Id, metricText(MetricStat.Metric.MetricName, MetricStat.Metric.Dimensions)]],
  );
  return {
    expression: metrics.find(({ ReturnData }) => ReturnData !== false)?.Expression,
    metrics: Object.fromEntries(described),
    periods: [...new Set(metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []))],
    stats: [...new Set(metrics.flatMap(({ MetricStat }) => MetricStat?.Stat ?? []))],
  };
}

function metricText(name: string, dimensions: readonly Dimension[]): string {
  const values = Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
  expect(values.ApiName).toBe('vibes');
  return [name, values.Stage, values.Method, values.Resource].filter((part) => part !== undefined).join(' ');
}

interface Traffic {
  readonly calls: number;
  readonly failed?: number;
  readonly refused?: number;
  readonly moCalls?: number;
  readonly moFailed?: number;
  readonly moRefused?: number;
}

/** The minute of such traffic at whose end the alarm fires first. */
function firstFiring(alarm: AlarmProperties | undefined, traffic: Traffic): number | undefined {
  const { calls, failed = 0, refused = 0, moCalls = 0, moFailed = 0, moRefused = 0 } = traffic;
  const stage = { ApiName: 'vibes', Stage: 'callbacks' };
  const mo = { ...stage, Resource: '/sms/mo', Method: 'POST' };
  const report = (name: string, dimensions: Readonly<Record<string, string>>, count: number, of: number) =>
    Array.from({ length: of }, (_, index) => ({
      metric: { namespace: 'AWS/ApiGateway', name, dimensions },
      value: index < count ? 1 : 0,
    }));
  const minute = [
    ...report('Count', stage, calls, calls),
    ...report('4XXError', stage, refused, calls),
    ...report('5XXError', stage, failed, calls),
    ...report('Count', mo, moCalls, moCalls),
    ...report('4XXError', mo, moRefused, moCalls),
    ...report('5XXError', mo, moFailed, moCalls),
  ];
  const [first] = minutesInAlarm({ ...alarm }, [minute, minute, minute]);
  return first;
}

describe('the alarms of the gateway', () => {
  const { all, atRisk } = given();

  it('wake somebody where half of the answers are failures or refusals, and nowhere else', () => {
    expect([...all.keys()].filter((name) => atRisk.includes(name)).sort()).toEqual(['IngestDown', 'MostRefused']);
    expect(all.size).toBeGreaterThan(1);
  });

  it('fire at one 5XX', () => {
    const alarm = all.get('GatewayErrors');
    expect(metricText(alarm?.MetricName ?? '', alarm?.Dimensions ?? [])).toBe('5XXError callbacks');
    expect(alarm).toMatchObject({ Threshold: 1, Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 });
  });

  it('tell when half of what came was answered 5XX, of the stage or of the MO route', () => {
    expect(formulaOf(all.get('IngestDown'))).toMatchObject({
      metrics: { failed: '5XXError callbacks', calls: 'Count callbacks', failedPUT: '5XXError callbacks PUT /sms/mo' },
      periods: [60],
    });
    const fires = (traffic: Traffic) => firstFiring(all.get('IngestDown'), traffic);
    expect(fires({ calls: 10, failed: 5 })).toBe(0);
    expect(fires({ calls: 10, failed: 4 })).toBe(undefined);
    expect(fires({ calls: 300, failed: 60, moCalls: 100, moFailed: 60 })).toBe(0);
    expect(fires({ calls: 300, failed: 40, moCalls: 100, moFailed: 40 })).toBe(undefined);
    expect(fires({ calls: 1, failed: 1 })).toBe(0);
    expect(fires({ calls: 5, failed: 0 })).toBe(undefined);
  });

  it('wake somebody where half of the calls outside the MO route are refused, ten a minute, for two minutes', () => {
    const fires = (traffic: Traffic) => firstFiring(all.get('MostRefused'), traffic);
    expect(fires({ calls: 100, refused: 50 })).toBe(1);
    expect(fires({ calls: 100, refused: 49 })).toBe(undefined);
    expect(fires({ calls: 9, refused: 9 })).toBe(undefined);
    // The challenges of the MO route are none of them.
    expect(fires({ calls: 200, refused: 100, moCalls: 200, moRefused: 100 })).toBe(undefined);
    expect(fires({ calls: 220, refused: 112, moCalls: 200, moRefused: 100 })).toBe(1);
  });

  it('tell of a caller that was refused, the challenges of the MO route not counted, and look at five minutes', () => {
    expect(formulaOf(all.get('CallerRefused'))).toMatchObject({
      expression: 'FILL(all, 0) - (FILL(refusedPOST, 0) + FILL(refusedPUT, 0) + FILL(refusedPATCH, 0))',
      metrics: {
        all: '4XXError callbacks',
        ...refusedOnMo,
      },
    });
    expect(all.get('CallerRefused')).toMatchObject({ EvaluationPeriods: 5, DatapointsToAlarm: 1 });
  });

  it('tell of an MO route that refuses, by whichever of its methods', () => {
    expect(formulaOf(all.get('MoRefused'))).toMatchObject({
      metrics: {
        ...refusedOnMo,
        callsPOST: 'Count callbacks POST /sms/mo',
        callsPUT: 'Count callbacks PUT /sms/mo',
        callsPATCH: 'Count callbacks PATCH /sms/mo',
      },
      stats: ['Sum', 'SampleCount'],
    });
  });

  it('take the ten metrics that CloudWatch allows to one alarm at most, expressions included', () => {
    for (const { Metrics = [] } of all.values()) expect(Metrics.length).toBeLessThanOrEqual(10);
  });
});

test('those of the stage before have its name in theirs, its metrics, and the runbook’s part of the first', () => {
  const { all } = given('before', 'Previous');
  expect([...all.keys()]).toContain('PreviousIngestDown');
  expect(formulaOf(all.get('PreviousIngestDown')).metrics).toMatchObject({
    failed: '5XXError before',
    calls: 'Count before',
  });
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
