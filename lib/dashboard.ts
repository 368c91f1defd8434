import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  Color,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Alarms, everyMinute } from './alarms';
import type { CallbackApi } from './callback-api';
import type { CallbackBus } from './callback-bus';
import type { CallbackQueue } from './callback-queue';
import { deployedName } from './deployed-name';

export interface DashboardProps {
  readonly alarms: Alarms;
  readonly api: CallbackApi;
  readonly ingest: LambdaFunction;
  readonly queues: CallbackQueue;
  readonly consumer: LambdaFunction;
  readonly events: CallbackBus;
}

const period = everyMinute.period;
const maximum = { period, statistic: Stats.MAXIMUM };
/** Half of a dashboard's 24 columns. */
const half = { width: 12, height: 6 };
const third = { width: 8, height: 6 };

/** A callback's path from top to bottom, below the two figures that matter most. */
export class Dashboard extends Construct {
  readonly name: string;
  private readonly dashboard: CloudWatchDashboard;
  private undelivered: GraphWidget | undefined;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    const stackName = deployedName(this);
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      // "All dashboards in your account are global, not region-specific" (AWS::CloudWatch::Dashboard). Without the
      // Region in its name, a second stack of this name in another Region could not be created, and that is what you
      // need on the day a Region fails.
      dashboardName: `${stackName}-${region}`,
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(
      ...figures(props),
      new AlarmStatusWidget({ title: 'Alarms', alarms: props.alarms.all, ...third }),
    );
    dashboard.addWidgets(heading('1. Vibes calls', 'What the gateway answered, and how long Vibes waited.'));
    dashboard.addWidgets(...gateway(props));
    dashboard.addWidgets(
      heading('2. Ingest stores', 'In the queue, else in the overflow bucket; then Vibes gets 200.'),
    );
    dashboard.addWidgets(...ingest(props));
    dashboard.addWidgets(heading('3. The queues hold', 'Callbacks that wait, failed twice, or failed five times.'));
    dashboard.addWidgets(...queues(props));
    dashboard.addWidgets(heading('4. The consumer publishes', 'One event a callback; a repeat is dropped.'));
    dashboard.addWidgets(...consumer(props));
    this.name = dashboard.dashboardName;
    this.dashboard = dashboard;
  }

  /** A line for each subscription, below the rest. */
  addUndelivered(subscription: string, queue: IQueue): void {
    if (this.undelivered === undefined) {
      this.undelivered = new GraphWidget({ ...half, title: 'Undelivered events' });
      this.dashboard.addWidgets(
        heading('5. Your systems receive', 'What they did not accept waits for 14 days: `undelivered list`.'),
      );
      this.dashboard.addWidgets(this.undelivered);
    }
    this.undelivered.addLeftMetric(queue.metricApproximateNumberOfMessagesVisible({ ...maximum, label: subscription }));
  }

  /** A line for each state. From the log: a metric for each would cost more than the whole dashboard. */
  addOutcomes({ logGroupName }: ILogGroup, queue: IQueue): void {
    this.dashboard.addWidgets(heading('6. Messages end', 'How each one ended: `outcomes list`, `outcomes stuck`.'));
    this.dashboard.addWidgets(
      new LogQueryWidget({
        ...half,
        title: 'Outcomes that were published, by state',
        logGroupNames: [logGroupName],
        view: LogQueryVisualizationType.TABLE,
        queryLines: ['filter code = "OutcomePublished"', 'stats count(*) as outcomes by state', 'sort outcomes desc'],
      }),
      new GraphWidget({
        ...half,
        title: 'Age of the oldest receipt without an outcome, in seconds',
        left: [queue.metricApproximateAgeOfOldestMessage({ ...maximum, label: 'in the queue' })],
      }),
    );
  }
}

function figures({ queues: { queue, retryQueue, deadLetterQueue } }: DashboardProps): IWidget[] {
  return [
    new SingleValueWidget({
      ...third,
      title: 'Age of the oldest unpublished callback, in seconds',
      metrics: [oldest(queue, retryQueue)],
    }),
    new SingleValueWidget({
      ...third,
      title: 'Dead letters: SQS deletes each after 14 days',
      metrics: [deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...maximum, label: 'dead letters' })],
    }),
  ];
}

/** In the retry queue a message's age starts over, three minutes after the callback came. */
function oldest(queue: Queue, retryQueue: Queue): IMetric {
  return new MathExpression({
    label: 'oldest',
    period,
    expression: 'MAX([FILL(first, 0), IF(FILL(retried, 0) > 0, FILL(retried, 0) + 180, 0)])',
    usingMetrics: {
      first: queue.metricApproximateAgeOfOldestMessage(maximum),
      retried: retryQueue.metricApproximateAgeOfOldestMessage(maximum),
    },
  });
}

function gateway({ api }: DashboardProps): IWidget[] {
  const { calls, clientErrors, serverErrors, latency } = api.traffic;
  return [
    new GraphWidget({
      ...half,
      title: 'Answers a minute',
      left: [
        calls.with({ label: 'all', color: Color.BLUE }),
        clientErrors.with({ label: '4XX', color: Color.ORANGE }),
        serverErrors.with({ label: '5XX', color: Color.RED }),
      ],
    }),
    new GraphWidget({
      ...half,
      title: 'Time to answer, in ms (Vibes waits 2,000)',
      left: [
        latency.with({ statistic: Stats.p(50), label: 'p50' }),
        latency.with({ statistic: Stats.p(99), label: 'p99' }),
      ],
    }),
  ];
}

function ingest({ ingest: called, alarms }: DashboardProps): IWidget[] {
  return [
    new GraphWidget({
      ...half,
      title: 'Ingest',
      left: [
        called.metricInvocations(everyMinute),
        called.metricErrors(everyMinute),
        called.metricThrottles(everyMinute),
      ],
    }),
    new GraphWidget({
      ...half,
      title: 'Not stored in the queue, or refused',
      left: [
        alarms.counted('OverflowUsed'),
        alarms.counted('StoreFailed'),
        alarms.counted('SecretUnreadable'),
        alarms.counted('MoUnauthorized'),
      ],
    }),
  ];
}

function queues({ queues: { queue, retryQueue, deadLetterQueue } }: DashboardProps): IWidget[] {
  const waiting = (one: Queue, label: string) => one.metricApproximateNumberOfMessagesVisible({ ...maximum, label });
  const age = (one: Queue, label: string) => one.metricApproximateAgeOfOldestMessage({ ...maximum, label });
  return [
    new GraphWidget({
      ...third,
      title: 'Callbacks that wait',
      left: [
        waiting(queue, 'for the consumer'),
        queue.metricApproximateNumberOfMessagesNotVisible({ ...maximum, label: 'at the consumer' }),
        waiting(retryQueue, 'failed twice'),
      ],
    }),
    new GraphWidget({
      ...third,
      title: 'Age of the oldest, in seconds',
      left: [age(queue, 'in the queue'), age(retryQueue, 'in the retry queue')],
      leftAnnotations: [{ value: 120, label: 'MessagesTooOld', color: Color.RED }],
    }),
    new GraphWidget({ ...third, title: 'Dead letters', left: [waiting(deadLetterQueue, 'dead letters')] }),
  ];
}

function consumer({ consumer: called, alarms, events }: DashboardProps): IWidget[] {
  return [
    new GraphWidget({
      ...third,
      title: 'Consumer',
      left: [called.metricInvocations(everyMinute), called.metricErrors(everyMinute)],
      right: [called.metricDuration({ period, statistic: Stats.p(99), label: 'duration, p99' })],
    }),
    new GraphWidget({
      ...third,
      title: 'Returned to the queue, unrecognized, dropped as repeats',
      left: [alarms.counted('RecordFailed'), alarms.counted('Unrecognized'), alarms.counted('DuplicateDropped')],
    }),
    new GraphWidget({
      ...third,
      title: 'Your rules',
      left: ['Invocations', 'FailedInvocations', 'RetryInvocationAttempts'].map((name) => ofEachRule(events, name)),
    }),
  ];
}

/** A search, so that it finds rules that are added later, even by another stack. */
function ofEachRule({ bus }: CallbackBus, metricName: string): IMetric {
  const search = `{AWS/Events,EventBusName,RuleName} EventBusName="${bus.eventBusName}" MetricName="${metricName}"`;
  return new MathExpression({ expression: `SEARCH('${search}', 'Sum', 60)`, label: `${metricName} of`, period });
}

function heading(title: string, text: string): IWidget {
  return new TextWidget({ markdown: `## ${title}\n${text}`, width: 24, height: 2 });
}
