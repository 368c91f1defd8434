import { errorText } from '../../base/error-text';
import type { Deployment, LocalResource } from '../../template/deployment';
import { asRecord, asRecords, optionalText, refuse, refuseUnknown, textOf } from '../../template/properties';
import type { Datum } from '../cloudwatch/metrics/metric';
import { compileFilterPattern } from './filter-pattern';
import type { LineTest } from './line-test';

/** The metrics that the template's metric filters get from a line of a log group. */
export type MetricFilters = (logGroup: string, line: string) => readonly Datum[];

/** @throws LocalCloudError for a filter whose pattern, value or dimensions are not known here */
export function readMetricFilters(deployment: Deployment): MetricFilters {
  const filters = deployment.ofType('AWS::Logs::MetricFilter').map((resource) => {
    const { properties } = resource;
    refuseUnknown(resource, properties, ['FilterPattern', 'LogGroupName', 'MetricTransformations'], ['FilterName']);
    const data = asRecords(properties.MetricTransformations).map((transformation) => {
      refuseUnknown(resource, transformation, ['MetricName', 'MetricNamespace', 'MetricValue'], ['Unit']);
      const { MetricName, MetricNamespace, MetricValue } = asRecord(transformation);
      const value = Number(optionalText(MetricValue) ?? Number.NaN);
      if (Number.isNaN(value)) refuse(resource, `the value ${String(MetricValue)} of a metric`);
      return { metric: { namespace: String(MetricNamespace), name: String(MetricName), dimensions: {} }, value };
    });
    return { group: textOf(resource, 'LogGroupName'), matches: readPattern(resource), data };
  });
  return (logGroup, line) =>
    filters.filter(({ group, matches }) => group === logGroup && matches(line)).flatMap(({ data }) => data);
}

function readPattern(resource: LocalResource): LineTest {
  const pattern = textOf(resource, 'FilterPattern');
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    return refuse(resource, `this: ${errorText(error)};`);
  }
}
