import { asTexts } from '../../template/properties';
import type { Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import { refuseMembers } from '../protocols/refuse-members';
import type { AlarmDefinition, CompositeAlarm, MetricAlarm } from './alarms/alarm-definition';
import type { AlarmStatus } from './alarms/running-alarms';
import type { MetricQuery } from './metrics/metric-query';

const supported = [
  'AlarmNames',
  'AlarmNamePrefix',
  'AlarmTypes',
  'StateValue',
  'ActionPrefix',
  'MaxRecords',
  'NextToken',
];

/** By name; composite alarms only where they are asked for. */
export function describeAlarms(input: Input, all: readonly AlarmStatus[]): unknown {
  refuseMembers(input, supported, 'ValidationError');
  const types = input.AlarmTypes === undefined ? ['MetricAlarm'] : asTexts(input.AlarmTypes);
  const found = all.filter((status) => types.includes(typeOf(status.alarm)) && isWanted(status, input));
  const size = Math.min(Number(input.MaxRecords ?? 50), 100);
  const { items, next } = paginate(found, size, input.NextToken, 'InvalidNextToken');
  return {
    MetricAlarms: items.flatMap((status) => (status.alarm.kind === 'metric' ? [metric(status, status.alarm)] : [])),
    CompositeAlarms: items.flatMap((status) =>
      status.alarm.kind === 'composite' ? [composite(status, status.alarm)] : [],
    ),
    NextToken: next,
  };
}

export function typeOf({ kind }: AlarmDefinition): string {
  return kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';
}

function isWanted({ alarm, state }: AlarmStatus, input: Input): boolean {
  const { AlarmNames: names, AlarmNamePrefix: prefix, StateValue: wanted, ActionPrefix: action } = input;
  const actions = Object.values(alarm.actions).flat();
  return (
    (names === undefined || asTexts(names).includes(alarm.name)) &&
    (prefix === undefined || alarm.name.startsWith(String(prefix))) &&
    (wanted === undefined || state === wanted) &&
    (action === undefined || actions.some((arn) => arn.startsWith(String(action))))
  );
}

function metric(status: AlarmStatus, alarm: MetricAlarm): unknown {
  const { source } = alarm.watched;
  const watched =
    source.kind === 'metric'
      ? {
          Namespace: source.metric.namespace,
          MetricName: source.metric.name,
          Dimensions: dimensions(source.metric.dimensions),
          Period: source.periodSeconds,
          [source.stat.startsWith('p') ? 'ExtendedStatistic' : 'Statistic']: source.stat,
        }
      : { Metrics: alarm.queries.map(query) };
  return {
    ...common(status),
    ...watched,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
  };
}

function composite(status: AlarmStatus, { rule }: CompositeAlarm): unknown {
  return { ...common(status), AlarmRule: rule };
}

function common({ alarm, state, reason, since }: AlarmStatus) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: since,
    StateTransitionedTimestamp: since,
  };
}

function query({ id, label, returnData, source }: MetricQuery): unknown {
  const own = { Id: id, Label: label, ReturnData: returnData };
  if (source.kind === 'math') return { ...own, Expression: source.expression, Period: source.periodSeconds };
  const { namespace, name } = source.metric;
  const Metric = { Namespace: namespace, MetricName: name, Dimensions: dimensions(source.metric.dimensions) };
  return { ...own, MetricStat: { Metric, Period: source.periodSeconds, Stat: source.stat } };
}

function dimensions(all: Readonly<Record<string, string>>): readonly unknown[] {
  return Object.entries(all).map(([Name, Value]) => ({ Name, Value }));
}
