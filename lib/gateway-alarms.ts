import { Duration } from 'aws-cdk-lib';
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
  /** Whether there is another stage: then each metric must cover only this one. */
  readonly isOneOfTwo: boolean;
  /** What the alarms' names begin with. @default - none */
  readonly prefix?: string;
}

/** Adds the alarms of one stage, on calls that never reach a function. */
export function addGatewayAlarms(props: GatewayAlarmsProps): void {
  const { alarms: all, api, stageName, prefix = '' } = props;
  const mo = moTraffic(props);
  const alarms = { add: (id: string, spec: AlarmSpec) => all.add(`${prefix}${id}`, { heading: id, ...spec }) };
  const everywhere = stageMetric(api, stageName);
  const { period } = everyMinute;
  alarms.add('GatewayErrors', {
    metric: api.metricServerError(everywhere),
    what: 'Vibes got a 5XX and retries for 25 minutes: the answer took too long, a function was throttled, or another alarm says why.',
    command: 'status',
    urgency: 'check now',
  });
  alarms.add('GatewayErrorsPersist', {
    // Vibes retries after five minutes, so an occasional failure does not show in three periods in a row.
    metric: api.metricServerError({ ...everywhere, period: Duration.minutes(5) }),
    allOf: 3,
    what: 'Vibes has got 5XX for a quarter of an hour, so its retries fail too, and it gives up on a callback after 25 minutes.',
    command: 'status',
    urgency: 'act now',
    heading: 'GatewayErrors',
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
  /** The 4XX answers of the gateway itself, not counting challenges and wrong credentials. */
  const refused = new MathExpression({
    period,
    expression: 'FILL(all, 0) - FILL(challenged, 0) - FILL(wrong, 0)',
    usingMetrics: {
      all: api.metricClientError(everywhere),
      challenged: all.counted('MoChallenged', { Stage: stageName }),
      wrong: mo.wrong,
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
          usingMetrics: { count: countOf(api, everywhere), mo: mo.calls },
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
 * message, and then comes with credentials. So a refusal without such a call is a message that was not accepted. These
 * are running totals: a message whose two calls are in two minutes evens out in the next, and an attempt that Vibes
 * repeats after five minutes adds up.
 */
export function addMoAlarm(alarms: Alarms, challenge: IFunction): void {
  const { period } = everyMinute;
  const calls = challenge.metricInvocations(everyMinute);
  const unanswered = new MathExpression({
    period,
    // Its errors are the calls without credentials (a crash is one too); the rest of its calls had some. A minute whose
    // calls are not known yet counts nothing.
    expression: 'RUNNING_SUM(IF(FILL(calls, 0) > 0, challenged * 2 - calls, 0))',
    usingMetrics: { challenged: challenge.metricErrors(everyMinute), calls },
  });
  const refused = new MathExpression({
    period,
    // Clients that send credentials unasked make the first part negative.
    expression: 'IF(unanswered > 0, unanswered, 0) + RUNNING_SUM(FILL(wrong, 0))',
    usingMetrics: { unanswered, wrong: alarms.counted('MoUnauthorized') },
  });
  alarms.add('MoRefused', {
    metric: new MathExpression({
      label: 'Messages of the MO route that were refused, where they are at least three, and one in fifty calls',
      period,
      expression: 'IF(refused >= 3 AND refused * 50 >= RUNNING_SUM(FILL(calls, 0)), refused, 0)',
      usingMetrics: { refused, calls },
    }),
    outOf: 16,
    // While the newest minutes are not known, each repeats the total of the last one that is.
    enough: 4,
    what: 'Messages of the MO route are refused, at least three in a quarter of an hour: Vibes sends no credentials or wrong ones, or the authorizer fails, and Vibes gives up on a message after 25 minutes.',
    command: 'credentials status',
    urgency: 'act now',
  });
}

/** A stage's calls of the MO route, and those of them with wrong credentials. */
function moTraffic({ alarms, challenge, stageName, isOneOfTwo }: GatewayAlarmsProps) {
  if (!isOneOfTwo) {
    // Lambda's count costs nothing, and every version has these.
    return { calls: challenge.metricInvocations(everyMinute), wrong: alarms.counted('MoUnauthorized') };
  }
  const stage = { Stage: stageName };
  // A challenge that counts in two minutes makes this number of calls too high. It is also subtracted from the
  // refusals, so it can delay MostRefused, but never fire it.
  return {
    calls: alarms.counted('MoChallenged', stage).with({ statistic: Stats.SAMPLE_COUNT }),
    wrong: alarms.counted('MoUnauthorized', stage),
  };
}

/** Uses the statistic that API Gateway documents for counts. */
function countOf(api: RestApi, options: MetricOptions): Metric {
  return api.metricCount({ ...options, statistic: Stats.SAMPLE_COUNT });
}

function stageMetric(api: RestApi, stageName: string): MetricOptions {
  return { ...everyMinute, dimensionsMap: { ApiName: api.restApiName, Stage: stageName } };
}
