import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus, IEventBus } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import { type MetricName, metricNamespace } from '../lambda/shared/metric-names';
import { grantObjects } from './callback-bucket';

/**
 * The receiving end of Vibes callbacks: created in this app, or imported by
 * `VibesCallbacks.fromVibesCallbacksAttributes`.
 */
export interface IVibesCallbacks extends IConstruct {
  /** Where the events are. (An `EventBus` is an `IEventBus`, except with TypeScript's `exactOptionalPropertyTypes`.) */
  readonly bus: IEventBus | EventBus;
  /** Gets every alarm, and its end. */
  readonly alarmTopic: ITopic;
  /** Base URL of the routes that Vibes calls. */
  readonly endpointUrl: string;

  /** Lets a principal read what events refer to: MMS attachments and large texts, and nothing else in the bucket. */
  grantReadMedia(grantee: IGrantable): Grant;
  /** Lets a principal read the bytes of unrecognized callbacks, which an `Unrecognized Callback` event refers to. */
  grantReadUnrecognized(grantee: IGrantable): Grant;

  /** What the functions count as this metric. @default - the sum over 5 minutes */
  metric(metricName: MetricName, props?: MetricOptions): Metric;
  /** Callbacks that were kept as unrecognized. @default - the sum over 5 minutes */
  metricUnrecognized(props?: MetricOptions): Metric;
  /** Repeats that were dropped. @default - the sum over 5 minutes */
  metricDuplicates(props?: MetricOptions): Metric;
  /** Calls to the MO route that were answered 401: wrong user name or password. @default - the sum over 5 minutes */
  metricUnauthorized(props?: MetricOptions): Metric;
  /** Callbacks that were stored nowhere and answered 503. @default - the sum over 5 minutes */
  metricStoreFailures(props?: MetricOptions): Metric;
}

/** What a construct of this app and an imported one have in common. */
export abstract class VibesCallbacksBase extends Construct implements IVibesCallbacks {
  abstract readonly bus: IEventBus | EventBus;
  abstract readonly alarmTopic: ITopic;
  abstract readonly endpointUrl: string;
  protected abstract readonly storage: IBucket | Bucket;
  /** Dimension `Scope` of the functions' metrics: the stack's name. */
  protected abstract readonly metricScope: string;

  grantReadMedia(grantee: IGrantable): Grant {
    return grantObjects(this.storage, grantee, 's3:GetObject', ['attachments']);
  }

  grantReadUnrecognized(grantee: IGrantable): Grant {
    return grantObjects(this.storage, grantee, 's3:GetObject', ['unrecognized']);
  }

  metric(metricName: MetricName, props: MetricOptions = {}): Metric {
    const metric = new Metric({
      namespace: metricNamespace,
      metricName,
      dimensionsMap: { Scope: this.metricScope },
      statistic: Stats.SUM,
      ...props,
    });
    return metric.attachTo(this);
  }

  metricUnrecognized(props?: MetricOptions): Metric {
    return this.metric('Unrecognized', props);
  }

  metricDuplicates(props?: MetricOptions): Metric {
    return this.metric('DuplicateDropped', props);
  }

  metricUnauthorized(props?: MetricOptions): Metric {
    return this.metric('MoUnauthorized', props);
  }

  metricStoreFailures(props?: MetricOptions): Metric {
    return this.metric('StoreFailed', props);
  }
}

/**
 * Where to find a deployed one. Its stack's outputs have the values (with the prefix `VibesCallbacks` if the construct
 * is in a stack of yours).
 */
export interface VibesCallbacksAttributes {
  /** Name of its stack, which is the dimension of its metrics. */
  readonly stackName: string;
  /** Output `EndpointUrl`. */
  readonly endpointUrl: string;
  /** Output `EventBusName`. The bus is in the importing stack's account and Region. */
  readonly eventBusName: string;
  /** Output `BucketName`. */
  readonly bucketName: string;
  /** Output `AlarmTopicArn`. */
  readonly alarmTopicArn: string;
}
