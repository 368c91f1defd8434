import { Duration, RemovalPolicy, Stack, Tags, Token } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DetailType } from '../lambda/reader/families';
import { AccessLogs } from './access-logs';
import { regionMistakes } from './account-advice';
import { Alarms } from './alarms';
import { CallbackApi } from './callback-api';
import { CallbackBucket } from './callback-bucket';
import { CallbackBus } from './callback-bus';
import { CallbackQueue } from './callback-queue';
import { CallbackSecrets } from './callback-secrets';
import { CallbackSubscription, type CallbackSubscriptionOptions } from './callback-subscription';
import { ConfigError, resolveConfig } from './config';
import { Consumer, consumerTimeout } from './consumer';
import { Dashboard } from './dashboard';
import { ExpectedTraffic } from './expected-traffic';
import { Ingest } from './ingest';
import { LedgerTable } from './ledger-table';
import { addOutputs } from './outputs';
import { RedeliveryBus } from './redelivery-bus';
import { Sweep } from './sweep';
import { SynthError } from './synth-error';
import type { VibesCallbacksProps } from './vibes-callbacks-props';
import { vibesOrigins } from './vibes-origins';

/**
 * The receiving end of Vibes callbacks: what Vibes sent and we answered 200 becomes one typed event on `bus`.
 * One per stack: its alarms, metrics and outputs carry the stack's name.
 */
export class VibesCallbacks extends Construct {
  /** Where the events are; `onCallback` is the short way to them. */
  readonly bus: EventBus;
  /** Gets every alarm, and its end. */
  readonly alarmTopic: Topic;
  /** Base of the URLs that Vibes calls. */
  readonly endpointUrl: string;
  private readonly alarms: Alarms;
  private readonly bucket: CallbackBucket;
  /** A scope of their own: a customer's name for a subscription must not meet one of ours. */
  private readonly subscriptions: Construct;
  private readonly removalPolicy: RemovalPolicy;
  private readonly dashboard: Dashboard | undefined;
  /** With the first subscription. */
  private redelivery: RedeliveryBus | undefined;

  /** @throws ConfigError that names every mistake in `props` at once */
  constructor(scope: Construct, id: string, props: VibesCallbacksProps = {}) {
    super(scope, id);
    refuseSecond(this);
    const config = resolveConfig(props);
    refuseRegion(this, props);
    const metricScope = Stack.of(this).stackName;
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
    this.bucket = bucket;
    this.subscriptions = new Construct(this, 'Subscriptions');
    this.removalPolicy = removalPolicy;
    this.dashboard = dashboard;
    addOutputs(this, {
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
    Tags.of(this).add('application', 'vibes-callbacks');
  }

  /** Lets a function read what events refer to: MMS attachments and large texts, and nothing else in the bucket. */
  grantReadMedia(grantee: IFunction): void {
    this.bucket.allow(grantee, 's3:GetObject', 'attachments');
  }

  /**
   * Sends callbacks of these types to a target: `callbacks.onCallback('Orders', { types: ['MO Message'], target })`. What the
   * target does not accept, and what a target function fails on, waits in a queue, with an alarm, until an operator sends it
   * again.
   */
  onCallback<T extends DetailType>(id: string, options: CallbackSubscriptionOptions<T>): CallbackSubscription {
    const { alarms, bus, removalPolicy } = this;
    this.redelivery ??= new RedeliveryBus(this, 'Redelivery');
    const { redelivery } = this;
    const added = new CallbackSubscription(this.subscriptions, id, {
      ...options,
      ...{ alarms, bus, redelivery, removalPolicy },
    });
    if (added.deadLetterQueue !== undefined) this.dashboard?.addUndelivered(id, added.deadLetterQueue);
    return added;
  }
}

/** The region is known only if the stack has an explicit environment. */
function refuseRegion(callbacks: VibesCallbacks, props: VibesCallbacksProps): void {
  const { region } = Stack.of(callbacks);
  const mistakes = Token.isUnresolved(region) ? [] : regionMistakes(props, region);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
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
