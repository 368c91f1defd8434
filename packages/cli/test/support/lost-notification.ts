import { until } from '../../../../test/support/until';
import type { Rehearsal } from './rehearsal';

/**
 * Sends a callback that is answered 200 while the queue is down: it is in the overflow bucket, and S3's notification to
 * the queue is lost.
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
