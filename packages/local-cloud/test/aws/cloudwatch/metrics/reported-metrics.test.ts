import { createFunctionReporter } from '../../../../src/aws/cloudwatch/metrics/function-metrics';
import { createGatewayReporter } from '../../../../src/aws/cloudwatch/metrics/gateway-metrics';
import type { Datum } from '../../../../src/aws/cloudwatch/metrics/metric';
import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';
import { checkSource } from '../../../../src/aws/cloudwatch/metrics/metric-sources';
import { queueMetrics } from '../../../../src/aws/cloudwatch/metrics/queue-metrics';
import { ruleMetrics } from '../../../../src/aws/cloudwatch/metrics/rule-metrics';
import type { DeliveryOutcome } from '../../../../src/delivery/delivery-outcome';
import type { Method } from '../../../../src/gateway/api-model';
import { functionError, type InvocationResult } from '../../../../src/lambda/invocation';
import { readApi } from '../../../gateway/api-template';

const values = (data: readonly Datum[], dimension?: string) =>
  Object.fromEntries(
    data
      .filter(({ metric }) => dimension === undefined || dimension in metric.dimensions)
      .map(({ metric, value }) => [metric.name, value]),
  );

describe('what is reported of a function', () => {
  const report = (result: InvocationResult) =>
    values(createFunctionReporter()('ingest', { result, durationMs: 12, concurrent: 3 }));

  it('is its invocation, with its error', () => {
    expect(report({ status: 'ok', payload: Buffer.alloc(0) })).toEqual({
      Invocations: 1,
      Errors: 0,
      Throttles: 0,
      Duration: 12,
      ConcurrentExecutions: 3,
    });
    expect(report(functionError('Error', 'x'))).toMatchObject({ Invocations: 1, Errors: 1 });
  });

  it('is a throttle and no invocation, or nothing if it did not run', () => {
    expect(report({ status: 'not-run', errorType: 'TooManyRequestsException' })).toEqual({ Throttles: 1 });
    expect(report({ status: 'not-run', errorType: 'Abandoned' })).toEqual({});
  });
});

describe('what is reported of the gateway', () => {
  const method = (MetricsEnabled: boolean): Method | undefined => {
    const setting = { HttpMethod: 'POST', ResourcePath: '/~1sms~1mo', MetricsEnabled };
    const api = readApi({ methods: { 'POST /sms/mo': {} }, stage: { MethodSettings: [setting] } });
    return api.root.exact.get('sms')?.exact.get('mo')?.methods.get('POST');
  };
  const report = (MetricsEnabled: boolean, error?: '4XXError' | '5XXError') =>
    createGatewayReporter('api', 'callbacks')({ method: method(MetricsEnabled), arrivedAtMs: 0, latencyMs: 7, error });

  it('is each request, with its error', () => {
    expect(values(report(false, '4XXError'))).toEqual({ Count: 1, '4XXError': 1, '5XXError': 0, Latency: 7 });
    expect(values(report(false, '5XXError'))).toMatchObject({ '4XXError': 0, '5XXError': 1 });
    expect(values(report(false))).toMatchObject({ '4XXError': 0, '5XXError': 0 });
  });

  it('is reported for the method too if the stage’s settings ask for it', () => {
    expect(values(report(false), 'Method')).toEqual({});
    expect(values(report(true), 'Method')).toMatchObject({ Count: 1 });
    const [, detailed] = new Set(report(true).map(({ metric }) => JSON.stringify(metric.dimensions)));
    expect(JSON.parse(detailed ?? '')).toEqual({
      ApiName: 'api',
      Stage: 'callbacks',
      Resource: '/sms/mo',
      Method: 'POST',
    });
  });
});

it('an age is one of CloudWatch’s clock', () => {
  const gauge = { queueName: 'q', visible: 2, inFlight: 1, delayed: 0, oldestAgeMs: 4000 };
  expect(values(queueMetrics([gauge], createMetricClock(60_000)))).toEqual({
    ApproximateNumberOfMessagesVisible: 2,
    ApproximateNumberOfMessagesNotVisible: 1,
    ApproximateNumberOfMessagesDelayed: 0,
    ApproximateAgeOfOldestMessage: 4,
  });
  expect(values(queueMetrics([gauge], createMetricClock(2000))).ApproximateAgeOfOldestMessage).toBe(120);
});

const outcome = (step: DeliveryOutcome['step']): DeliveryOutcome => ({
  ...{
    ruleName: 'orders',
    busArn: 'arn:aws:events:us-east-1:000000000000:event-bus/b',
    targetId: 't',
    targetArn: 'arn',
  },
  ...{ eventId: 'e', event: '{}', step, attempts: 1, detail: '', log: [] },
});

it('every metric that may be alarmed on is reported, and the other way round may be alarmed on', () => {
  const gauge = { queueName: 'q', visible: 0, inFlight: 0, delayed: 0, oldestAgeMs: 0 };
  const all = [
    ...queueMetrics([gauge], createMetricClock(60_000)),
    ...createFunctionReporter()('f', {
      result: { status: 'ok', payload: Buffer.alloc(0) },
      durationMs: 1,
      concurrent: 1,
    }),
    ...ruleMetrics(outcome('delivered')),
    ...ruleMetrics(outcome('retried')),
    ...ruleMetrics(outcome('dead-lettered')),
    ...ruleMetrics(outcome('dead-letter-failed')),
    ...createGatewayReporter('api', 'stage')({ method: undefined, arrivedAtMs: 0, latencyMs: 1, error: undefined }),
  ];
  for (const { metric } of all) expect(() => checkSource(metric)).not.toThrow();
  expect(() => checkSource({ namespace: 'Mine', name: 'Anything' })).not.toThrow();
  expect(() => checkSource({ namespace: 'AWS/SNS', name: 'NumberOfMessagesPublished' })).toThrow(
    /nothing here reports/,
  );
});
