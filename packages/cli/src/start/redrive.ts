import { type Deployment, type OperatorAccess, ownerCall } from '@vibes-callbacks/local-cloud';
import { plainOutputs } from '../reads/plain-outputs';
import { StartError } from './start-error';

/** Sends the dead letters back to the queue that they came from. */
export async function startRedrive(deployment: Deployment, aws: OperatorAccess): Promise<void> {
  const { DeadLetterQueueUrl } = plainOutputs(deployment.outputs());
  // An app may have dead-letter queues of its own.
  const queue = deployment.ofType('AWS::SQS::Queue').find(({ ref }) => ref === DeadLetterQueueUrl);
  if (queue === undefined) throw new StartError('no-dead-letter-queue', 'The template has no dead-letter queue.');
  await ownerCall(aws, 'sqs', 'StartMessageMoveTask', { SourceArn: deployment.attribute(queue.logicalId, 'Arn') });
}
