import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type EventBus,
  type EventPattern,
  type IRule,
  type IRuleTarget,
  Rule,
  type RuleTargetConfig,
} from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DetailType } from '../lambda/core/callback';
import { type Alarms, everyMinute } from './alarms';

export interface CallbackSubscriptionOptions {
  /** Which callbacks, by `detail-type`; docs/EVENTS.md describes each. */
  readonly types: readonly DetailType[];
  /**
   * What their `detail` must match besides, as an event pattern.
   * @default - every callback of these types
   */
  readonly filter?: NonNullable<EventPattern['detail']>;
  /** Gets the events. Without a dead-letter queue of its own it gets one. */
  readonly target: IRuleTarget;
}

export interface CallbackSubscriptionProps extends CallbackSubscriptionOptions {
  readonly alarms: Alarms;
  readonly bus: EventBus;
  readonly removalPolicy: RemovalPolicy;
}

/** A rule on the bus whose undelivered events are kept and alarmed on. */
export class CallbackSubscription extends Construct {
  readonly rule: Rule;
  /** Events that could not be delivered in 24 hours, unless the target brought a queue of its own. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: CallbackSubscriptionProps) {
    super(scope, id);
    if (props.types.length === 0) throw new Error(`onCallback('${id}'): name at least one type.`);
    this.deadLetterQueue = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: props.removalPolicy,
    });
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: of an EventBridge rule, which the check does not see.',
    });
    this.rule = new Rule(this, 'Rule', {
      eventBus: props.bus,
      eventPattern: {
        source: ['vibes.callbacks'],
        detailType: [...props.types],
        ...(props.filter === undefined ? {} : { detail: props.filter }),
      },
      targets: [withDeadLetters(props.target, this.deadLetterQueue)],
    });
    this.addAlarm(id, props);
  }

  private addAlarm(id: string, { alarms, bus }: CallbackSubscriptionProps): void {
    const dimensionsMap = { EventBusName: bus.eventBusName, RuleName: this.rule.ruleName };
    const metric = (metricName: string) =>
      new Metric({ namespace: 'AWS/Events', metricName, dimensionsMap, ...everyMinute });
    alarms.add(`${id}Undelivered`, {
      heading: 'Undelivered',
      what: `Events for ${id} are not delivered: EventBridge tries again for 24 hours, then parks them.`,
      metric: new MathExpression({
        label: 'Failed, parked or tried again',
        period: everyMinute.period,
        expression: 'FILL(failed, 0) + FILL(parked, 0) + FILL(lost, 0) + FILL(again, 0)',
        usingMetrics: {
          failed: metric('FailedInvocations'),
          parked: metric('InvocationsSentToDlq'),
          lost: metric('InvocationsFailedToBeSentToDlq'),
          again: metric('RetryInvocationAttempts'),
        },
      }),
    });
  }
}

/** Any target of EventBridge, with a queue for what it does not take. */
function withDeadLetters(target: IRuleTarget, queue: Queue): IRuleTarget {
  return {
    bind(rule: IRule, id?: string): RuleTargetConfig {
      const config = target.bind(rule, id);
      if (config.deadLetterConfig !== undefined) return config;
      queue.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      );
      return { ...config, deadLetterConfig: { arn: queue.queueArn } };
    },
  };
}
