import { until } from '../../../../test/support/until';
import { moMessage, type Rehearsal } from './rehearsal';

/**
 * A message that was answered 200 while the queue was down, and of which nobody tells the queue: it lies in the overflow
 * bucket, and what S3 sent of it was lost.
 */
export async function loseNotification(cloud: Rehearsal, messageId: string): Promise<void> {
  await cloud.switchConsumer(false);
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage(messageId))).status === 200);
  await cloud.control('DELETE', 'faults');
  await cloud.purge('CallbackQueueUrl');
  await cloud.switchConsumer(true);
  await cloud.drained();
}
