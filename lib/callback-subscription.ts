import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type EventBus, type IRuleRef, type IRuleTarget, Rule, type RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DetailType } from '../lambda/reader/families';
import { type Alarms, everyMinute } from './alarms';
import { eventSource } from './callback-bus';
import type { CallbackFilter } from './callback-filter';
import { subscriptionMistakes } from './check-subscription';
import { adviseFailureDestination } from './failing-target';
import { SynthError } from './synth-error';

export interface CallbackSubscriptionOptions<T extends DetailType = DetailType> {
  /** Which callbacks, by `detail-type`; docs/EVENTS.md describes each. */
  readonly types: readonly T[];
  /**
   * What their `detail` must match besides, as an event pattern. Its fields are checked by the compiler and at synth.
   * @default - every callback of these types
   */
  readonly filter?: CallbackFilter<T>;
  /**
   * Gets the events. Without a dead-letter queue of its own it gets one, for what EventBridge cannot deliver. What a
   * function fails on it has been delivered: give the function `onFailure`, or Lambda drops the event after two more tries.
   */
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
  private undelivered: Queue | undefined;

  constructor(scope: Construct, id: string, props: CallbackSubscriptionProps) {
    super(scope, id);
    const mistakes = subscriptionMistakes(id, props);
    if (mistakes.length > 0)
      throw new SynthError('subscription-invalid', `onCallback('${id}'): ${mistakes.join('; ')}`);
    this.rule = new Rule(this, 'Rule', {
      // Nobody else has rules on this bus; and the name that CloudFormation makes up is known as `bus|rule` only.
      ruleName: id,
      eventBus: props.bus,
      eventPattern: {
        source: [eventSource],
        detailType: [...props.types],
        ...(props.filter === undefined ? {} : { detail: props.filter }),
      },
      targets: [
        {
          bind: (rule, targetId) => {
            const config = props.target.bind(rule, targetId);
            adviseFailureDestination(this, id, config.targetResource);
            return this.withDeadLetters(config, rule, props);
          },
        },
      ],
    });
    this.addAlarm(id, props);
  }

  /** Events that could not be delivered in 24 hours; undefined where the target brought a queue of its own. */
  get deadLetterQueue(): IQueue | undefined {
    return this.undelivered;
  }

  private withDeadLetters(
    config: RuleTargetConfig,
    { ruleRef }: IRuleRef,
    { removalPolicy }: CallbackSubscriptionProps,
  ): RuleTargetConfig {
    if (config.deadLetterConfig !== undefined) return config;
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy,
    });
    this.undelivered.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.undelivered.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': ruleRef.ruleArn } },
      }),
    );
    Validations.of(this.undelivered).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: of an EventBridge rule, which the check does not see.',
    });
    return { ...config, deadLetterConfig: { arn: this.undelivered.queueArn } };
  }

  private addAlarm(id: string, { alarms, bus }: CallbackSubscriptionProps): void {
    const dimensionsMap = { EventBusName: bus.eventBusName, RuleName: id };
    const metric = (metricName: string) =>
      new Metric({ namespace: 'AWS/Events', metricName, dimensionsMap, ...everyMinute });
    alarms.add(`${id}Undelivered`, {
      heading: 'Undelivered',
      outOf: 5,
      what: `Events for ${id} are not delivered: EventBridge retries for 24 hours, then sends them to the dead-letter queue.`,
      command: 'status',
      metric: new MathExpression({
        label: 'Failed, sent to the dead-letter queue or retried',
        period: everyMinute.period,
        expression: 'FILL(failed, 0) + FILL(deadLetters, 0) + FILL(lost, 0) + FILL(again, 0)',
        usingMetrics: {
          failed: metric('FailedInvocations'),
          deadLetters: metric('InvocationsSentToDlq'),
          lost: metric('InvocationsFailedToBeSentToDlq'),
          again: metric('RetryInvocationAttempts'),
        },
      }),
    });
  }
}
