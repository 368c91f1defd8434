import type { Deployment } from '@vibes-callbacks/local-cloud';
import { asRecord, type OperatorAccess, ownerCall } from '@vibes-callbacks/local-cloud';
import { StartError } from './start-error';

/** Sends the dead letters back to the queue that they came from, the one before it in the chain. */
export async function startRedrive(deployment: Deployment, aws: OperatorAccess): Promise<void> {
  const queues = deployment.ofType('AWS::SQS::Queue');
  const targets = queues.map(({ properties }) => asRecord(properties.RedrivePolicy).deadLetterTargetArn);
  const redrivesOn = new Set(
    queues
      .filter(({ properties }) => properties.RedrivePolicy !== undefined)
      .map(({ logicalId }) => deployment.attribute(logicalId, 'Arn')),
  );
  const SourceArn = targets.find((arn) => typeof arn === 'string' && !redrivesOn.has(arn));
  if (SourceArn === undefined) throw new StartError('no-dead-letter-queue', 'The template has no dead-letter queue.');
  await ownerCall(aws, 'sqs', 'StartMessageMoveTask', { SourceArn });
}
