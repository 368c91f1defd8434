import { type OperatorAccess, ownerCall } from '../../../local-cloud/src/aws/operator-call';
import { LocalCloudError } from '../../../local-cloud/src/local-cloud-error';
import type { Deployment } from '../../../local-cloud/src/template/deployment';
import { asRecord } from '../../../local-cloud/src/template/properties';

/** Sends what the dead-letter queue holds back to the queue that it came from: the one before it in the chain. */
export async function startRedrive(deployment: Deployment, aws: OperatorAccess): Promise<void> {
  const queues = deployment.ofType('AWS::SQS::Queue');
  const targets = queues.map(({ properties }) => asRecord(properties.RedrivePolicy).deadLetterTargetArn);
  const redrivesOn = new Set(
    queues
      .filter(({ properties }) => properties.RedrivePolicy !== undefined)
      .map(({ logicalId }) => deployment.attribute(logicalId, 'Arn')),
  );
  const SourceArn = targets.find((arn) => typeof arn === 'string' && !redrivesOn.has(arn));
  if (SourceArn === undefined) throw new LocalCloudError('The template has no dead-letter queue.');
  await ownerCall(aws, 'sqs', 'StartMessageMoveTask', { SourceArn });
}
