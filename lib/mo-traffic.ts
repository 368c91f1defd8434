import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { MathExpression, type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { moMethods, moRoute } from '../lambda/shared/mo-route';
import { everyMinute } from './alarms';
import { differences, minutesAgo } from './minutes-ago';

/** What the gateway counts of a method of the MO route. */
type Counted = 'calls' | 'refused' | 'failed';

/** Of the three methods together: one that was not called in a minute has no data. */
export function onMo(counted: Counted): string {
  return `(${moMethods.map((method) => `FILL(${counted}${method}, 0)`).join(' + ')})`;
}

/** What `onMo` adds up. */
export function moMetrics(api: RestApi, stageName: string, ...counted: readonly Counted[]): Record<string, Metric> {
  const metricOf: Record<Counted, (options: MetricOptions) => Metric> = {
    calls: (options) => countOf(api, options),
    refused: (options) => api.metricClientError(options),
    failed: (options) => api.metricServerError(options),
  };
  const entries = counted.flatMap((name) =>
    moMethods.map((method) => [`${name}${method}`, metricOf[name](methodMetric(api, stageName, method))] as const),
  );
  return Object.fromEntries(entries);
}

/** By the statistic that API Gateway documents for it. */
export function countOf(api: RestApi, options: MetricOptions): Metric {
  return api.metricCount({ ...options, statistic: Stats.SAMPLE_COUNT });
}

function methodMetric(api: RestApi, stageName: string, Method: string): MetricOptions {
  return {
    ...everyMinute,
    dimensionsMap: { ApiName: api.restApiName, Stage: stageName, Resource: `/${moRoute}`, Method },
  };
}

/** A minute's data are two minutes late at worst, and those of the minute after it are looked at too. */
const settled = 3;

/**
 * More calls of the MO route were refused than let through. A client that waits for the challenge is refused once and let
 * through right after, maybe in the next minute: so what was let through counts for a minute longer than what was
 * refused, and such a client never fires it. Looked at are one minute, for the single call that is refused, and two
 * together, in which a part that is refused shows sooner.
 */
export function moRefused(api: RestApi, stageName: string): MathExpression {
  const { period } = everyMinute;
  const usingMetrics = moMetrics(api, stageName, 'refused', 'calls');
  const refused = (to: number) => minutesAgo('refused', settled, to);
  const passed = (to: number) => minutesAgo('passed', settled - 1, to);
  const [one, two] = [settled, settled + 1];
  const isKnown = `ABS(${differences('passed', two)}) >= 0`;
  return new MathExpression({
    label: 'MO messages refused while fewer were let through',
    period,
    expression: `IF(${isKnown} AND (${refused(one)} > ${passed(one)} OR ${refused(two)} > ${passed(two)}), ${refused(two)}, 0)`,
    usingMetrics: {
      refused: new MathExpression({ period, expression: onMo('refused'), usingMetrics }),
      passed: new MathExpression({ period, expression: `${onMo('calls')} - ${onMo('refused')}`, usingMetrics }),
    },
  });
}
