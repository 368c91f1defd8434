import { Aspects, CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

const types: readonly string[] = [CfnBucketPolicy.CFN_RESOURCE_TYPE_NAME, CfnQueuePolicy.CFN_RESOURCE_TYPE_NAME];

/**
 * Retains the policies of retained buckets and queues, which would otherwise accept calls without TLS. It runs at
 * synth, because each subscription adds a queue.
 */
export function keepPolicies(scope: Construct): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (CfnResource.isCfnResource(node) && types.includes(node.cfnResourceType)) {
        node.applyRemovalPolicy(RemovalPolicy.RETAIN);
      }
    },
  });
}
