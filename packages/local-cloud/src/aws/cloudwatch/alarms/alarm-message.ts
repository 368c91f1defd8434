import type { MetricQuery, MetricStat } from '../metrics/metric-query';
import type { AlarmDefinition, AlarmState, MetricAlarm } from './alarm-definition';

/** An alarm that went from one state to another. */
export interface AlarmChange {
  readonly alarm: AlarmDefinition;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly at: Date;
}

export interface Account {
  readonly accountId: string;
  readonly region: string;
}

/** What CloudWatch publishes to the topic of an alarm's action, and every subscriber gets. */
export function alarmMessage({ alarm, from, to, reason, at }: AlarmChange, { accountId, region }: Account) {
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    AWSAccountId: accountId,
    NewStateValue: to,
    NewStateReason: reason,
    StateChangeTime: at.toISOString().replace('Z', '+0000'),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: from,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    ...(alarm.kind === 'metric' ? { Trigger: trigger(alarm) } : { AlarmRule: alarm.rule }),
  };
}

function trigger(alarm: MetricAlarm) {
  const { source } = alarm.watched;
  const common = {
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: '',
  };
  if (source.kind === 'math') return { ...common, Metrics: alarm.queries.map(describeQuery) };
  return { ...common, ...describeMetric(source), StatisticType: 'Statistic', Statistic: source.stat.toUpperCase() };
}

function describeQuery({ id, label, returnData, source }: MetricQuery) {
  const own = { Id: id, Label: label, ReturnData: returnData };
  if (source.kind === 'math') return { ...own, Expression: source.expression };
  return { ...own, MetricStat: { Metric: describeMetric(source), Period: source.periodSeconds, Stat: source.stat } };
}

/** In this message the members of a dimension are written small. */
function describeMetric({ metric }: MetricStat) {
  const Dimensions = Object.entries(metric.dimensions).map(([name, value]) => ({ value, name }));
  return { MetricName: metric.name, Namespace: metric.namespace, Dimensions };
}
