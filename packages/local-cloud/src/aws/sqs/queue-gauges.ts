import type { Deployment } from '../../template/deployment';
import type { QueuesAndObjects } from './fauxqs-emulator';
import { queueName } from './queues';

/** What a queue holds at this moment. */
export interface QueueGauge {
  readonly queueName: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Of the oldest message that is not deleted; 0 if there is none. */
  readonly oldestAgeMs: number;
}

/** A message received more often does not make its queue look old (developer guide, "Available CloudWatch metrics"). */
const maxReceives = 3;

export function queueGauges(deployment: Deployment, emulator: QueuesAndObjects, nowMs: number): readonly QueueGauge[] {
  return deployment.ofType('AWS::SQS::Queue').flatMap(({ ref }) => {
    const queue = emulator.queue(queueName(ref));
    if (queue === undefined) return [];
    queue.processTimers();
    const inFlight = [...queue.inflightMessages.values()].map(({ message }) => message);
    const sent = [...queue.messages, ...queue.delayedMessages, ...inFlight]
      .filter(({ approximateReceiveCount }) => approximateReceiveCount <= maxReceives)
      .map(({ sentTimestamp }) => sentTimestamp);
    return [
      {
        queueName: queueName(ref),
        visible: queue.messages.length,
        inFlight: inFlight.length,
        delayed: queue.delayedMessages.length,
        oldestAgeMs: sent.length === 0 ? 0 : Math.max(0, nowMs - Math.min(...sent)),
      },
    ];
  });
}
