import { Annotations, Aspects, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EventType } from '../lambda/reader/families';
import { AccessLogs } from './access-logs';
import { regionMistakes } from './account-advice';
import { Alarms } from './alarms';
import { CallbackApi } from './callback-api';
import { CallbackBucket } from './callback-bucket';
import { CallbackBus } from './callback-bus';
import { CallbackQueue } from './callback-queue';
import { CallbackSecrets } from './callback-secrets';
import {
  CallbackSubscription,
  type CallbackSubscriptionOptions,
  type CallbackSubscriptionProps,
} from './callback-subscription';
import { type Config, ConfigError, outcomeRetentionMistake, resolveConfig } from './config';
import { Consumer, consumerTimeout } from './consumer';
import { Dashboard } from './dashboard';
import { deployedName } from './deployed-name';
import { ExpectedTraffic } from './expected-traffic';
import { ImportedCallbacks } from './imported-callbacks';
import { Ingest } from './ingest';
import { keepPolicies } from './keep-policies';
import { LedgerTable } from './ledger-table';
import { Outcomes, type OutcomesProps } from './outcomes';
import { outcomesSubscription } from './outcomes-subscription';
import { outputPrefix } from './output-names';
import { addPrefixedOutputs, type OutputParts } from './outputs';
import { readProps } from './read-props';
import { RedeliveryBus } from './redelivery-bus';
import { SchemaRegistry } from './schema-registry';
import { Sweep } from './sweep';
import { SynthError } from './synth-error';
import { type IVibesCallbacks, type VibesCallbacksAttributes, VibesCallbacksBase } from './vibes-callbacks-base';
import type { VibesCallbacksProps } from './vibes-callbacks-props';
import { vibesOrigins } from './vibes-origins';

/**
 * The receiving end of Vibes callbacks. Every callback that we acknowledge with a 200 becomes a typed event on `bus`.
 * One per stack: its alarms and metrics carry the stack's name, its outputs the prefix `VibesCallbacks`.
 */
export class VibesCallbacks extends VibesCallbacksBase {
  /** Imports one that another app deployed: to read its media, to watch it, and to add rules to its bus. */
  static fromVibesCallbacksAttributes(
    scope: Construct,
    id: string,
    attributes: VibesCallbacksAttributes,
  ): IVibesCallbacks {
    return new ImportedCallbacks(scope, id, attributes);
  }

  /** The bus with the events; `onCallback` is the short way to subscribe. */
  readonly bus: EventBus;
  /** Gets every alarm, and its end. */
  readonly alarmTopic: Topic;
  /** Base URL of the routes that Vibes calls. */
  readonly endpointUrl: string;
  private readonly alarms: Alarms;
  protected readonly storage: Bucket;
  protected readonly metricScope: string;
  private readonly queues: CallbackQueue;
  /** A separate scope, so that a customer's name for a subscription cannot collide with one of ours. */
  private readonly subscriptions: Construct;
  private readonly removalPolicy: RemovalPolicy;
  private readonly dashboard: Dashboard | undefined;
  /** Created with the first subscription. */
  private redelivery: RedeliveryBus | undefined;
  private readonly outcomeParts: Omit<OutcomesProps, 'retentionDays' | 'removalPolicy' | 'outputName' | 'subscribe'>;
  private readonly archiveDays: number;
  private readonly outcomeDays: number;
  private outcomes: Outcomes | undefined;

  /** @throws ConfigError that names every mistake in `props` at once */
  constructor(scope: Construct, id: string, props: VibesCallbacksProps = {}) {
    super(scope, id);
    refuseSecond(this);
    const config = resolveConfig(props);
    refuseRegion(this, config);
    for (const sentence of readProps(props).deprecated) {
      Annotations.of(this).addWarningV2('vibes-callbacks:deprecated-props', `${sentence} Version 1.0 takes only that.`);
    }
    const metricScope = deployedName(this);
    const removalPolicy = config.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const { alarmEmail: email, pagerTopicArn } = config;
    const alarms = new Alarms(this, 'Alarms', { metricScope, email, pagerTopicArn });
    const common = { alarms, metricScope, removalPolicy, logRetentionDays: config.logRetentionDays };

    const queues = new CallbackQueue(this, 'Callbacks', {
      ...common,
      retention: Duration.days(config.queueRetentionDays),
      visibilityTimeout: Duration.seconds(6 * consumerTimeout.toSeconds()),
    });
    const { queue, retryQueue } = queues;
    const bucket = new CallbackBucket(this, 'Storage', {
      queue,
      removalPolicy,
      mediaDays: config.mediaRetentionDays,
      unrecognizedDays: config.unrecognizedRetentionDays,
      logDays: config.logRetentionDays,
    });
    const { table } = new LedgerTable(this, 'Ledger', { removalPolicy });
    const events = new CallbackBus(this, 'Events', { removalPolicy, archiveDays: config.archiveRetentionDays });
    const { bus } = events;
    const secrets = new CallbackSecrets(this, 'Secrets', { ...config, removalPolicy });
    const required = {
      requireRbmSignature: secrets.rbm !== undefined,
      requireCertificate: config.mutualTls !== undefined && !config.mutualTls.keepDefaultEndpoint,
    };
    const ingest = new Ingest(this, 'Ingest', {
      ...common,
      queue,
      bucket,
      secrets,
      moUserName: config.moUserName,
      rbmSecretKeyArn: config.rbmSecretKeyArn,
      clientCertificateCn: config.mutualTls?.clientCertificateCn ?? '',
      requireCertificate: required.requireCertificate,
    });
    const consumer = new Consumer(this, 'Consumer', {
      ...common,
      queue,
      retryQueue,
      table,
      bus,
      bucket,
      identityKey: secrets.identityKey,
      ...required,
      concurrency: config.consumerConcurrency,
    });
    new Sweep(this, 'Sweep', { ...common, ...required, queue, table, bucket, identityKey: secrets.identityKey });
    const accessLogs = config.accessLogs ? new AccessLogs(this, 'AccessLogs', { bucket }) : undefined;
    const api = new CallbackApi(this, 'Gateway', {
      ...common,
      accessLogs,
      ingest: ingest.function,
      stageName: config.stageName,
      previousStageName: config.previousStageName,
      origins: [...vibesOrigins(config.vibesRegion), ...config.extraAddresses],
      securityPolicy: config.securityPolicy,
      mutualTls: config.mutualTls,
    });

    new ExpectedTraffic(this, 'Expected', {
      alarms,
      logGroup: consumer.logGroup,
      expected: config.expectTraffic ?? {},
    });
    if (config.schemaRegistry) new SchemaRegistry(this, 'Schemas');
    const dashboard = config.dashboard
      ? new Dashboard(this, 'Picture', {
          alarms,
          api,
          queues,
          events,
          ingest: ingest.function,
          consumer: consumer.function,
        })
      : undefined;

    this.bus = bus;
    this.alarmTopic = alarms.topic;
    this.endpointUrl = api.endpointUrl;
    this.alarms = alarms;
    this.storage = bucket.bucket;
    this.metricScope = metricScope;
    this.queues = queues;
    this.subscriptions = new Construct(this, 'Subscriptions');
    this.removalPolicy = removalPolicy;
    this.dashboard = dashboard;
    this.outcomeParts = {
      alarms,
      events,
      identityKey: secrets.identityKey,
      logRetentionDays: config.logRetentionDays,
      consumerConcurrency: config.consumerConcurrency,
    };
    this.archiveDays = config.archiveRetentionDays;
    this.outcomeDays = config.outcomeRetentionDays;
    this.addOutputs({
      api,
      ingest,
      consumer,
      queues,
      table,
      events,
      bucket,
      secrets,
      alarms,
      dashboard,
      moUserName: config.moUserName,
      vibesRegion: config.vibesRegion,
    });
    if (config.messageOutcomes) this.keepOutcomes(this);
    if (removalPolicy === RemovalPolicy.RETAIN) keepPolicies(this);
  }

  /** Callbacks that wait in the dead-letter queue. @default - the maximum over 5 minutes */
  metricDeadLetters(props?: MetricOptions): Metric {
    return this.queues.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, ...props });
  }

  /** How long the oldest callback has waited for the consumer, in seconds. @default - the maximum over 5 minutes */
  metricAgeOfOldestCallback(props?: MetricOptions): Metric {
    return this.queues.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, ...props });
  }

  /**
   * Sends events of these types to a target: `callbacks.onCallback('Orders', { types: ['MO Message'], target })`.
   * What the target does not accept, and what a target function fails on, waits in a queue with alarms until an
   * operator sends it again.
   */
  onCallback<T extends EventType>(id: string, options: CallbackSubscriptionOptions<T>): CallbackSubscription {
    const added = this.subscribe(id, options, { senderTypes: [], waitedDays: 0 });
    adviseOutcomes(added, options.types, () => this.outcomes !== undefined);
    return added;
  }

  private subscribe<T extends EventType>(
    id: string,
    options: CallbackSubscriptionOptions<T>,
    own: Pick<CallbackSubscriptionProps, 'senderTypes' | 'waitedDays'>,
  ): CallbackSubscription {
    if (this.subscriptions.node.tryFindChild(id) !== undefined)
      throw new SynthError('subscription-taken', nameTaken(this, id));
    const { alarms, bus, removalPolicy } = this;
    this.redelivery ??= new RedeliveryBus(this, 'Redelivery', this.outputName('RedeliveryBusName'));
    const { redelivery } = this;
    const added = new CallbackSubscription(this.subscriptions, id, {
      ...options,
      ...{ alarms, bus, redelivery, removalPolicy, ...own },
    });
    if (added.deadLetterQueue !== undefined) this.dashboard?.addUndelivered(id, added.deadLetterQueue);
    return added;
  }

  /**
   * What `MessageOutcomes` and the prop `messageOutcomes` add.
   * @throws SynthError for a second one, one in another stack, too short a retention, or a taken name
   * @internal
   */
  keepOutcomes(scope: Construct, retentionDays = this.outcomeDays): void {
    const mistake = outcomesMistake(this, scope, this.outcomes);
    const tooShort = outcomeRetentionMistake(retentionDays, this.archiveDays);
    if (mistake !== undefined) throw new SynthError('outcomes-invalid', mistake);
    if (tooShort !== undefined)
      throw new SynthError('outcomes-invalid', `${scope.node.path}: retention is ${tooShort}`);
    this.outcomes = new Outcomes(scope, 'Outcomes', {
      ...this.outcomeParts,
      retentionDays,
      removalPolicy: this.removalPolicy,
      outputName: (name) => this.outputName(name),
      subscribe: (target, types, own) => {
        const { deadLetterQueue } = this.subscribe(outcomesSubscription, { types, target }, own);
        if (deadLetterQueue === undefined) throw new Error('the subscription has no queue');
        return deadLetterQueue;
      },
    });
    this.dashboard?.addOutcomes(this.outcomes.logGroup, this.outcomes.queue);
  }

  /** An output name that cannot collide with the app's own; in `VibesCallbacksStack` it is the plain name. */
  protected outputName(name: string): string {
    return `${outputPrefix}${name}`;
  }

  protected addOutputs(parts: OutputParts): void {
    addPrefixedOutputs(this, parts);
  }
}

/** The region is known only if the stack has an explicit environment. */
function refuseRegion(callbacks: VibesCallbacks, config: Config): void {
  const { region } = Stack.of(callbacks);
  const mistakes = Token.isUnresolved(region) ? [] : regionMistakes(config, region);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
}

/** Rule, queue and alarms have a subscription's name. */
function nameTaken({ node }: VibesCallbacks, id: string): string {
  if (id === outcomesSubscription)
    return `onCallback('${id}'): the subscription that keeps message outcomes has this name. Give yours another.`;
  return `onCallback('${id}'): ${node.path} has a subscription of this name already. Give this one another, or name both types in one.`;
}

/** Warns at synth, because a `MessageOutcomes` may be added after the subscription. */
function adviseOutcomes(added: CallbackSubscription, types: readonly EventType[], areKept: () => boolean): void {
  if (!types.includes('Message Outcome')) return;
  const advice = `onCallback('${added.node.id}'): no Message Outcome is ever published here. Turn on messageOutcomes, or add a MessageOutcomes to your app.`;
  Aspects.of(added).add({
    visit: (node) => {
      if (node === added && !areKept())
        Annotations.of(added).addWarningV2('vibes-callbacks:no-message-outcomes', advice);
    },
  });
}

function outcomesMistake(callbacks: VibesCallbacks, scope: Construct, first?: Outcomes): string | undefined {
  const { path } = scope.node;
  if (first !== undefined) return `${path}: ${callbacks.node.path} keeps the outcomes of its messages already.`;
  if (Stack.of(scope) === Stack.of(callbacks)) return undefined;
  return `${path}: put MessageOutcomes into the stack of ${callbacks.node.path}.`;
}

function refuseSecond(callbacks: VibesCallbacks): void {
  const { node, stackName } = Stack.of(callbacks);
  if (node.findAll().filter((construct) => construct instanceof VibesCallbacks).length > 1) {
    throw new SynthError(
      'stack-taken',
      `${stackName}: a stack has room for one VibesCallbacks; give each a stack of its own.`,
    );
  }
}
