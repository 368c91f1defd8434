import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { MathExpression, type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type AlarmSpec, type Alarms, everyMinute } from './alarms';

/** The calls that API Gateway counts for a stage. */
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

export interface GatewayAlarmsProps {
  readonly alarms: Alarms;
  readonly api: RestApi;
  readonly stageName: string;
  /** The MO route's authorizer, which all stages share. */
  readonly challenge: IFunction;
  /** What the alarms' names begin with. @default - none */
  readonly prefix?: string;
}

/** Adds the alarms of one stage, on calls that never reach a function. */
export function addGatewayAlarms({ alarms: all, api, stageName, challenge, prefix = '' }: GatewayAlarmsProps): void {
  const alarms = { add: (id: string, spec: AlarmSpec) => all.add(`${prefix}${id}`, { heading: id, ...spec }) };
  const everywhere = stageMetric(api, stageName);
  const { period } = everyMinute;
  alarms.add('GatewayErrors', {
    metric: api.metricServerError(everywhere),
    what: 'Vibes got a 5XX and retries for 25 minutes: the answer took too long, a function was throttled, or another alarm says why.',
    command: 'status',
    urgency: 'check now',
  });
  alarms.add('IngestDown', {
    // "The Average statistic represents the 5XXError error rate" (API Gateway developer guide, metrics).
    metric: api.metricServerError({ ...everywhere, statistic: Stats.AVERAGE }),
    threshold: 0.5,
    outOf: 5,
    what: 'In one minute half or more of all callbacks got a 5XX: Vibes gives up on each after 25 minutes.',
    command: 'status',
    urgency: 'act now',
  });
  /** What the gateway refused by itself, without the challenge and wrong credentials. */
  const refused = new MathExpression({
    period,
    expression: 'FILL(all, 0) - FILL(challenged, 0) - FILL(wrong, 0)',
    usingMetrics: {
      all: api.metricClientError(everywhere),
      challenged: all.counted('MoChallenged', { Stage: stageName }),
      wrong: all.counted('MoUnauthorized'),
    },
  });
  alarms.add('CallerRefused', {
    // A running total: a refused call still counts in the following minutes, whereas a challenge that CloudWatch learns
    // of later than the gateway's 4XX counts only for a minute or two.
    metric: new MathExpression({
      label: 'Refused by the gateway itself, in all',
      period,
      expression: 'RUNNING_SUM(IF(refused > 0, refused, 0))',
      usingMetrics: { refused },
    }),
    outOf: 8,
    enough: 3,
    what: 'The gateway refused a caller, because its address is not in the list or the callback was too large or throttled: if it was Vibes, callbacks may be lost.',
    command: 'doctor',
  });
  alarms.add('MostRefused', {
    metric: new MathExpression({
      label: 'Refused by the gateway itself, where at least half of the calls outside the MO route were',
      period,
      expression: 'IF(refused >= 10 AND refused * 2 >= calls, refused, 0)',
      usingMetrics: {
        refused,
        calls: new MathExpression({
          period,
          expression: 'FILL(count, 0) - FILL(mo, 0)',
          usingMetrics: { count: countOf(api, everywhere), mo: challenge.metricInvocations(everyMinute) },
        }),
      },
    }),
    outOf: 5,
    enough: 2,
    what: 'The gateway refused half or more of the calls, at least ten a minute: it throttles, or Vibes calls from addresses that are not in the list and Platform events are lost.',
    command: 'doctor',
    urgency: 'act now',
  });
}

/**
 * Adds the alarm of the MO route, for all stages. A client that waits for the challenge is refused once for each
 * message and then let through, so half of its calls are refused. In a single minute it may be more, if a message's two
 * calls are in two minutes; over three minutes it is not.
 */
export function addMoAlarm(alarms: Alarms, challenge: IFunction): void {
  alarms.add('MoRefused', {
    metric: new MathExpression({
      label: 'Share of the calls of the MO route that were refused',
      period: everyMinute.period,
      expression: '(refused + FILL(wrong, 0)) / calls',
      usingMetrics: {
        // The authorizer answers a call without credentials with an error, and a crash is one too.
        refused: challenge.metricErrors(everyMinute),
        wrong: alarms.counted('MoUnauthorized'),
        calls: challenge.metricInvocations(everyMinute),
      },
    }),
    threshold: 0.65,
    outOf: 12,
    enough: 3,
    what: 'In three minutes most calls of the MO route were refused: Vibes sends no credentials or wrong ones, or the authorizer fails, and Vibes gives up on a message after 25 minutes.',
    command: 'credentials status',
    urgency: 'act now',
  });
}

/** Uses the statistic that API Gateway documents for counts. */
function countOf(api: RestApi, options: MetricOptions): Metric {
  return api.metricCount({ ...options, statistic: Stats.SAMPLE_COUNT });
}

function stageMetric(api: RestApi, stageName: string): MetricOptions {
  return { ...everyMinute, dimensionsMap: { ApiName: api.restApiName, Stage: stageName } };
}
