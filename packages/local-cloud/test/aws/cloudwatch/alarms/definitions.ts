import type { CompositeAlarm, MetricAlarm } from '../../../../src/aws/cloudwatch/alarms/alarm-definition';
import type { MetricQuery } from '../../../../src/aws/cloudwatch/metrics/metric-query';

const watched: MetricQuery = {
  id: 'm1',
  label: undefined,
  returnData: true,
  source: {
    kind: 'metric',
    metric: { namespace: 'N', name: 'Errors', dimensions: { Scope: 's' } },
    periodSeconds: 60,
    stat: 'Sum',
  },
};

const topic = 'arn:aws:sns:us-east-1:000000000000:alarms';
const common = (name: string) => ({
  name,
  arn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`,
  description: 'What happened. Runbook: docs/RUNBOOK.md#errors',
  actionsEnabled: true,
  actions: { ALARM: [topic], OK: [topic], INSUFFICIENT_DATA: [] },
});

/** One error a minute, unless told otherwise. */
export function metricAlarm(overrides: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    kind: 'metric',
    ...common('errors'),
    queries: [watched],
    watched,
    periodSeconds: 60,
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'notBreaching',
    ...overrides,
  };
}

export function compositeAlarm(rule: string, name = 'risk'): CompositeAlarm {
  return { kind: 'composite', ...common(name), rule };
}
