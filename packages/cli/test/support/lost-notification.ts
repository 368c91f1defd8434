import { until } from '../../../../test/support/until';
import type { Rehearsal } from './rehearsal';

/**
 * A callback that is answered 200 while the queue is down: it lies in the overflow bucket, and the notification that S3
 * sent to the queue is lost.
 */
export async function loseNotification(cloud: Rehearsal, post: () => Promise<Response>): Promise<void> {
  await cloud.switchConsumer(false);
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
  await until(async () => (await post()).status === 200);
  await cloud.control('DELETE', 'faults');
  await cloud.purge('CallbackQueueUrl');
  await cloud.switchConsumer(true);
  await cloud.drained();
}
