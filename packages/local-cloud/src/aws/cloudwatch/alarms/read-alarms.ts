import { errorText } from '../../../base/error-text';
import type { Deployment, LocalResource } from '../../../template/deployment';
import {
  asRecord,
  asTexts,
  numberOf,
  numberWithin,
  optionalText,
  refuse,
  refuseUnknown,
  textOf,
} from '../../../template/properties';
import { checkQueries, periodOf } from '../metrics/evaluate-queries';
import { type MetricQuery, readMetric, readPeriod, readQueries } from '../metrics/metric-query';
import { checkSource } from '../metrics/metric-sources';
import type { MetricStore } from '../metrics/metric-store';
import {
  type AlarmComparison,
  type AlarmDefinition,
  comparisons,
  type MetricAlarm,
  type MissingData,
  type WarmUp,
} from './alarm-definition';
import { checkRule } from './composite-rule';

const common = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'InsufficientDataActions',
  'OKActions',
];
const ofMetric = [
  ...common,
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'MetricName',
  'Metrics',
  'Namespace',
  'Period',
  'Statistic',
  'Threshold',
  'TreatMissingData',
  'WarmUpConfiguration',
];
const missingData: readonly string[] = ['missing', 'ignore', 'breaching', 'notBreaching'] satisfies MissingData[];

/**
 * The alarms of the template.
 * @throws LocalCloudError for an alarm that cannot be evaluated, and for a metric that nothing here reports
 */
export function readAlarms(deployment: Deployment, store: MetricStore): readonly AlarmDefinition[] {
  const metric = deployment
    .ofType('AWS::CloudWatch::Alarm')
    .map((resource) => readMetricAlarm(resource, deployment, store));
  const composite = deployment
    .ofType('AWS::CloudWatch::CompositeAlarm')
    .map((resource) => readCompositeAlarm(resource, deployment));
  const all = [...metric, ...composite];
  for (const [index, resource] of deployment.ofType('AWS::CloudWatch::CompositeAlarm').entries()) {
    const alarm = composite[index];
    if (alarm !== undefined) refusing(resource, () => checkRule(alarm.rule, all));
  }
  return all;
}

function readMetricAlarm(resource: LocalResource, deployment: Deployment, store: MetricStore): MetricAlarm {
  const { properties } = resource;
  refuseUnknown(resource, properties, ofMetric, ['Tags']);
  const queries = refusing(resource, () => readAlarmQueries(resource));
  const [watched, another] = queries.filter(({ returnData }) => returnData);
  if (watched === undefined || another !== undefined) refuse(resource, 'other than one result of its metrics');
  refusing(resource, () => {
    checkQueries(queries, store);
    for (const { source } of queries) if (source.kind === 'metric') checkSource(source.metric);
  });
  const evaluationPeriods = numberOf(properties.EvaluationPeriods, 1);
  const periodSeconds = refusing(resource, () => periodOf(watched, queries));
  checkLength(resource, periodSeconds, evaluationPeriods);
  const needed = { least: 1, most: evaluationPeriods, otherwise: evaluationPeriods };
  const warmUp = readWarmUp(resource);
  return {
    ...readCommon(resource, deployment),
    kind: 'metric',
    queries,
    watched,
    periodSeconds,
    comparison: readComparison(resource),
    threshold: numberOf(properties.Threshold, Number.NaN),
    evaluationPeriods,
    datapointsToAlarm: numberWithin(resource, properties, 'DatapointsToAlarm', needed),
    treatMissingData: readMissingData(resource),
    ...(warmUp === undefined ? {} : { warmUp }),
  };
}

const hour = 3600;
const day = 24 * hour;

/** API reference, PutMetricAlarm: seven days with periods of an hour and more, a day with shorter ones. */
function checkLength(resource: LocalResource, periodSeconds: number, evaluationPeriods: number): void {
  const most = periodSeconds < hour ? day : 7 * day;
  if (periodSeconds * evaluationPeriods > most) {
    refuse(resource, `${evaluationPeriods} periods of ${periodSeconds} s, more than ${most / day} day(s) together,`);
  }
}

/** API reference, WarmUpConfiguration. */
function readWarmUp(resource: LocalResource): WarmUp | undefined {
  const { WarmUpConfiguration: configuration } = resource.properties;
  if (configuration === undefined) return undefined;
  const properties = asRecord(configuration);
  refuseUnknown(resource, properties, ['OnlyStartEvaluatingAfterWarmUpPeriodEnds', 'WarmUpPeriodDurationInMinutes']);
  const minutes = numberOf(properties.WarmUpPeriodDurationInMinutes, 0);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 2880) {
    refuse(resource, `a warm-up period of ${String(properties.WarmUpPeriodDurationInMinutes)} minutes`);
  }
  return { minutes, isWhole: String(properties.OnlyStartEvaluatingAfterWarmUpPeriodEnds) === 'true' };
}

/** A single metric is a query like those of an expression. */
function readAlarmQueries(resource: LocalResource): readonly MetricQuery[] {
  const { Metrics, Statistic, ExtendedStatistic, Period } = resource.properties;
  if (Metrics !== undefined) return readQueries(Metrics);
  const stat = optionalText(Statistic) ?? optionalText(ExtendedStatistic) ?? refuse(resource, 'a missing Statistic');
  const metric = readMetric(resource.properties);
  const source = { kind: 'metric', metric, periodSeconds: readPeriod(Period), stat } as const;
  return [{ id: 'm1', label: undefined, returnData: true, source }];
}

function readComparison(resource: LocalResource): AlarmComparison {
  const name = textOf(resource, 'ComparisonOperator');
  const found = (Object.keys(comparisons) as AlarmComparison[]).find((one) => one === name);
  return found ?? refuse(resource, `the comparison ${name}`);
}

function readMissingData(resource: LocalResource): MissingData {
  const name = optionalText(resource.properties.TreatMissingData) ?? 'missing';
  const isKnown = (text: string): text is MissingData => missingData.includes(text);
  return isKnown(name) ? name : refuse(resource, `the treatment ${name} of missing data`);
}

function readCompositeAlarm(resource: LocalResource, deployment: Deployment) {
  refuseUnknown(resource, resource.properties, [...common, 'AlarmRule'], ['Tags']);
  return { ...readCommon(resource, deployment), kind: 'composite', rule: textOf(resource, 'AlarmRule') } as const;
}

function readCommon({ logicalId, ref, properties }: LocalResource, deployment: Deployment) {
  return {
    name: ref,
    arn: deployment.attribute(logicalId, 'Arn'),
    description: optionalText(properties.AlarmDescription) ?? '',
    actionsEnabled: String(properties.ActionsEnabled ?? true) === 'true',
    actions: {
      ALARM: asTexts(properties.AlarmActions),
      OK: asTexts(properties.OKActions),
      INSUFFICIENT_DATA: asTexts(properties.InsufficientDataActions),
    },
  };
}

/** Reports what cannot be evaluated, with the alarm's name. */
function refusing<T>(resource: LocalResource, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse(resource, `this: ${errorText(error)};`);
  }
}
