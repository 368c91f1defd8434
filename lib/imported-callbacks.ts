import { EventBus } from 'aws-cdk-lib/aws-events';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type VibesCallbacksAttributes, VibesCallbacksBase } from './vibes-callbacks-base';

/** Deployed by another app. */
export class ImportedCallbacks extends VibesCallbacksBase {
  readonly bus;
  readonly alarmTopic;
  readonly endpointUrl: string;
  protected readonly storage;
  protected readonly metricScope: string;

  constructor(scope: Construct, id: string, attributes: VibesCallbacksAttributes) {
    super(scope, id);
    this.bus = EventBus.fromEventBusName(this, 'Bus', attributes.eventBusName);
    this.alarmTopic = Topic.fromTopicArn(this, 'AlarmTopic', attributes.alarmTopicArn);
    this.storage = Bucket.fromBucketName(this, 'Bucket', attributes.bucketName);
    this.endpointUrl = attributes.endpointUrl;
    this.metricScope = attributes.stackName;
  }
}
