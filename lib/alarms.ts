import { Annotations, ArnFormat, Duration, Lazy } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmBase,
  AlarmRule,
  CfnAlarm,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  type IMetric,
  Metric,
  type MetricOptions,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { MetricName } from '../lambda/shared/metric-names';
import { deployedName } from './deployed-name';
import { operatorCommand } from './release';

/** How alarms read their metrics. Vibes retries for 25 minutes, so a person must know within the first 5. */
export const everyMinute = { period: Duration.minutes(1), statistic: Stats.SUM } as const satisfies MetricOptions;

export interface AlarmsProps {
  /** Dimension `Scope` of the functions' metrics. */
  readonly metricScope: string;
  /** Receives every alarm. @default - no subscription */
  readonly email: string | undefined;
  /** Receives each alarm that reports lost or late callbacks. @default - no one is paged */
  readonly pagerTopicArn: string | undefined;
}

/**
 * What the alarm's description says after `Urgency:`, for the person who reads the mail and for `status`:
 * `act now`: unless someone acts, callbacks are lost or late. It pages, and `CallbacksAtRisk` fires too.
 * `check now`: callbacks may be at risk, but a single failure clears on its own or was caused by a stranger's call. It
 * does not page.
 * `can wait`: someone looks at it in the morning.
 */
export type Urgency = 'act now' | 'check now' | 'can wait';

export interface AlarmSpec {
  /** With its period; mostly `everyMinute`. */
  readonly metric: IMetric;
  /** One sentence: what it means for the systems that wait for callbacks, and why. */
  readonly what: string;
  /** The operator's command to type first, as in `dead list`. */
  readonly command: string;
  /** @default 'can wait' */
  readonly urgency?: Urgency;
  /** It fires at this value or above. @default 1 */
  readonly threshold?: number;
  /** How many periods it looks at. One is enough, unless `enough` says more. @default 1 */
  readonly outOf?: number;
  /** How many of the `outOf` periods must breach. @default 1 */
  readonly enough?: number;
  /** Every one of this many periods must breach. @default - one is enough */
  readonly allOf?: number;
  /**
   * Whether it fires on silence: below 1 in all of `allOf` periods, or without data. A new alarm waits that long first,
   * so that a first deployment does not fire it.
   * @default false: every other metric counts failures
   */
  readonly onSilence?: boolean;
  /** The runbook heading that it links to. @default - the alarm's id */
  readonly heading?: string;
}

type Description = Required<Pick<AlarmSpec, 'what' | 'urgency' | 'command' | 'heading'>>;

/** The topic that people subscribe to, and the only way to make an alarm that reaches it. */
export class Alarms extends Construct {
  readonly topic: Topic;
  private readonly metricScope: string;
  /** The live list: it grows with each alarm that is added. */
  readonly all: IAlarm[] = [];
  private readonly atRisk: Alarm[] = [];
  private readonly pager: ITopic | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.metricScope = props.metricScope;
    this.topic = new Topic(this, 'Topic', { displayName: 'Vibes callbacks', enforceSSL: true });
    if (props.email === undefined && props.pagerTopicArn === undefined) {
      const advice =
        'No one is notified of alarms: set alarmEmail, or subscribe to the topic of the output AlarmTopicArn.';
      Annotations.of(this).addWarningV2('vibes-callbacks:no-alarm-email', advice);
    }
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
    this.allowCloudWatch();
    const { pagerTopicArn } = props;
    this.pager = pagerTopicArn === undefined ? undefined : Topic.fromTopicArn(this, 'Pager', pagerTopicArn);
    this.addCallbacksAtRisk();
  }

  /** Adds an alarm whose name begins with the stack's. It notifies when it starts and when it ends. */
  add(id: string, spec: AlarmSpec): Alarm {
    const { metric, what, command, urgency = 'can wait', heading = id } = spec;
    const { threshold = 1, outOf = 1, enough = 1, allOf = 1 } = spec;
    const alarm = new Alarm(this, id, {
      alarmName: `${deployedName(this)}-${id}`,
      alarmDescription: this.describe({ what, urgency, command, heading }),
      metric,
      threshold,
      comparisonOperator: spec.onSilence
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: Math.max(outOf, allOf),
      ...(outOf > 1 ? { datapointsToAlarm: enough } : {}),
      // A failure metric has no data until something fails.
      treatMissingData: spec.onSilence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    if (spec.onSilence) warmUp(alarm, (periodOf(metric) * allOf) / 60);
    notify(alarm, this.topic);
    this.all.push(alarm);
    if (urgency === 'act now') {
      this.atRisk.push(alarm);
      // Each alarm pages directly. The composite alarm reports only its own changes, so it stays silent when a second
      // alarm fires during the first.
      if (this.pager !== undefined) notify(alarm, this.pager);
    }
    return alarm;
  }

  /**
   * What the functions count; the names are in `lambda/shared/metric-names.ts`.
   * @param by its dimensions besides `Scope`
   */
  counted(metricName: MetricName, by: Readonly<Record<string, string>> = {}): Metric {
    return new Metric({
      namespace: 'VibesCallbacks',
      metricName,
      dimensionsMap: { Scope: this.metricScope, ...by },
      ...everyMinute,
    });
  }

  /** In alarm while any at-risk alarm is, including ones added later. */
  private addCallbacksAtRisk(): void {
    const id = 'CallbacksAtRisk';
    const what = 'Callbacks will be lost or late unless someone acts.';
    const alarm = new CompositeAlarm(this, id, {
      compositeAlarmName: `${deployedName(this)}-${id}`,
      alarmDescription: this.describe({ what, urgency: 'act now', command: 'status', heading: id }),
      alarmRule: AlarmRule.fromString(
        Lazy.string({ produce: () => AlarmRule.anyOf(...this.atRisk).renderAlarmRule() }),
      ),
    });
    notify(alarm, this.topic);
    this.all.push(alarm);
  }

  /**
   * The text of the alarm's mail. The operator's commands read the urgency, the command and the runbook heading from
   * it.
   */
  private describe({ what, urgency, command, heading }: Description): string {
    const stackName = deployedName(this);
    const where = stackName === 'VibesCallbacks' ? '' : ` --stack ${stackName}`;
    return `${what} Urgency: ${urgency}. Type: ${operatorCommand} ${command}${where}. Runbook: docs/RUNBOOK.md#${heading.toLowerCase()}`;
  }

  /**
   * A topic with its own policy (TLS only) loses the default one, which allows CloudWatch. The policy identifies alarms
   * by the name that each begins with, because a list of them would lag behind the alarms during a deployment.
   */
  private allowCloudWatch(): void {
    const { stack } = this.topic;
    const alarmArn = stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${deployedName(this)}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const grant = this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': alarmArn },
        },
      }),
    );
    grant.assertSuccess();
  }
}

/** When it starts and when it ends. */
function notify(alarm: AlarmBase, topic: ITopic): void {
  const action = new SnsAction(topic);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
}

/** The longest warm-up period that CloudWatch offers: two days. */
const longestWarmUpMinutes = 2_880;

/**
 * Keeps a new alarm in INSUFFICIENT_DATA for that long (CloudWatch user guide, "Alarm warm-up periods"). It lasts the
 * whole time on purpose: a series that is filled with zeros has enough data from the start, which would end it early.
 * CDK's `Alarm` has no property for it yet.
 */
function warmUp(alarm: Alarm, minutes: number): void {
  const { defaultChild } = alarm.node;
  if (!(defaultChild instanceof CfnAlarm)) throw new Error('the alarm has no resource of its own');
  defaultChild.warmUpConfiguration = {
    warmUpPeriodDurationInMinutes: Math.min(minutes, longestWarmUpMinutes),
    onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
  };
}

/** In seconds. */
function periodOf(metric: IMetric): number {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  const period = metricStat?.period.toSeconds() ?? mathExpression?.period;
  if (period === undefined) throw new Error('the metric has no period');
  return period;
}
