import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { MathExpression, type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmSpec, type Alarms, everyMinute } from './alarms';
import { countOf, moMetrics, moRefused, onMo } from './mo-traffic';

/** What the gateway counts of a stage. */
export interface StageTraffic {
  readonly calls: Metric;
  readonly clientErrors: Metric;
  readonly serverErrors: Metric;
  readonly latency: Metric;
}

export function stageTraffic(api: RestApi, stageName: string): StageTraffic {
  const everywhere = stageMetric(api, stageName);
  return {
    calls: countOf(api, everywhere),
    clientErrors: api.metricClientError(everywhere),
    serverErrors: api.metricServerError(everywhere),
    latency: api.metricLatency({ ...everywhere, statistic: Stats.p(99) }),
  };
}

/** Alarms on what never reaches a function, of one stage. */
export function addGatewayAlarms(all: Alarms, api: RestApi, stageName: string, prefix = ''): void {
  const alarms = { add: (id: string, spec: AlarmSpec) => all.add(`${prefix}${id}`, { heading: id, ...spec }) };
  const everywhere = stageMetric(api, stageName);
  alarms.add('GatewayErrors', {
    metric: api.metricServerError(everywhere),
    what: 'Vibes got a 5XX and sends again for 25 minutes: too slow, a function that was throttled, or a failure with an alarm of its own.',
    command: 'status',
    urgency: 'check now',
  });
  alarms.add('IngestDown', {
    metric: new MathExpression({
      label: '5XX, where at least half of the answers were',
      period: everyMinute.period,
      expression: `${whereHalf('FILL(failed, 0)', 'FILL(calls, 0)')} + ${whereHalf(onMo('failed'), onMo('calls'))}`,
      usingMetrics: {
        failed: api.metricServerError(everywhere),
        calls: countOf(api, everywhere),
        ...moMetrics(api, stageName, 'failed', 'calls'),
      },
    }),
    outOf: 5,
    what: 'Half or more of what came in a minute, or of its MO messages alone, was answered 5XX: Vibes gives up on a callback after 25 minutes.',
    command: 'status',
    urgency: 'act now',
  });
  // A minute that comes late counts as 0 by FILL, and is not looked at again once it is the only one: so five are.
  alarms.add('CallerRefused', {
    metric: new MathExpression({
      label: 'Refused outside the MO route',
      period: everyMinute.period,
      expression: `FILL(all, 0) - ${onMo('refused')}`,
      usingMetrics: { all: api.metricClientError(everywhere), ...moMetrics(api, stageName, 'refused') },
    }),
    outOf: 5,
    what: 'The gateway refused a caller, which loses callbacks if it was Vibes: its address is not in the list, or the callback was too large or throttled.',
    command: 'doctor',
  });
  const refused = `(FILL(all, 0) - ${onMo('refused')})`;
  const calls = `(FILL(calls, 0) - ${onMo('calls')})`;
  alarms.add('MostRefused', {
    metric: new MathExpression({
      label: 'Refused outside the MO route, where at least half of the calls were',
      period: everyMinute.period,
      expression: `IF(${refused} >= 10 AND ${calls} >= ${refused} AND ${refused} * 2 >= ${calls}, ${refused}, 0)`,
      usingMetrics: {
        all: api.metricClientError(everywhere),
        calls: countOf(api, everywhere),
        ...moMetrics(api, stageName, 'refused', 'calls'),
      },
    }),
    outOf: 5,
    enough: 2,
    what: 'The gateway refused half or more of the callbacks, ten a minute at least: throttled, or Vibes calls from addresses that are not in the list, and Platform events are lost.',
    command: 'doctor',
    urgency: 'act now',
  });
  alarms.add('MoRefused', {
    metric: moRefused(api, stageName),
    outOf: 8,
    what: 'The MO route refused more than it took: Vibes sends no credentials or wrong ones, or from an address not in the list, and gives up after 25 minutes.',
    command: 'credentials status',
    urgency: 'check now',
  });
}

/** Without calls it is not known yet how many there were. */
function whereHalf(part: string, calls: string): string {
  return `IF(${calls} > 0 AND ${part} * 2 >= ${calls}, ${part}, 0)`;
}

function stageMetric(api: RestApi, stageName: string): MetricOptions {
  return { ...everyMinute, dimensionsMap: { ApiName: api.restApiName, Stage: stageName } };
}
