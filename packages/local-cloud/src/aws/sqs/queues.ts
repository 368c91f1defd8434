import { LocalCloudError } from '../../base/local-cloud-error';
import type { Deployment, LocalResource } from '../../template/deployment';
import { asRecord, asRecords } from '../../template/properties';
import type { AwsCall } from '../protocols/call';
import { callAsOwner } from '../protocols/emulator-call';
import type { Queue, QueuesAndObjects } from './fauxqs-emulator';

/** The template's queues: made where they are missing, their attributes as the template has them now. */
export async function provisionQueues(deployment: Deployment, emulator: QueuesAndObjects): Promise<void> {
  for (const resource of deployment.ofType('AWS::SQS::Queue')) {
    const name = queueName(resource.ref);
    const attributes = queueAttributes(resource);
    const call = (action: string, input: Record<string, unknown>) =>
      callAsOwner(emulator, { service: 'sqs', action, input, region: deployment.region });
    if (emulator.queue(name) === undefined) await call('CreateQueue', { QueueName: name });
    await call('SetQueueAttributes', { QueueUrl: resource.ref, Attributes: attributes });
  }
}

/** CloudFormation's names of queue attributes are those of the API; objects are JSON there. */
function queueAttributes({ logicalId, properties }: LocalResource): Record<string, string> {
  if (properties.FifoQueue !== undefined) {
    throw new LocalCloudError(
      'unsupported',
      `The local cloud does not support FIFO queues: make ${logicalId} a standard one.`,
    );
  }
  const settable = [
    'DelaySeconds',
    'MaximumMessageSize',
    'MessageRetentionPeriod',
    'ReceiveMessageWaitTimeSeconds',
    'RedriveAllowPolicy',
    'RedrivePolicy',
    'SqsManagedSseEnabled',
    'VisibilityTimeout',
  ];
  const defaults = { VisibilityTimeout: '30', RedrivePolicy: '' };
  const given = settable
    .filter((name) => properties[name] !== undefined)
    .map((name) => [name, asText(properties[name])] as const);
  return { ...defaults, ...Object.fromEntries(given) };
}

export interface QueueLevels {
  readonly visible: number;
  readonly inFlight: number;
}

type LevelAttribute = 'ApproximateNumberOfMessages' | 'ApproximateNumberOfMessagesNotVisible';

/**
 * The position of a queue in its redrive chain: first, in between, or last. Any other is `other`: a queue without redrive,
 * or one for what a rule could not deliver, even if another queue redrives there.
 */
export type Lane = 'source' | 'retry' | 'dead' | 'other';

/** Messages by the position of their queues in a redrive chain. */
export function queueLevels(
  deployment: Deployment,
  emulator: QueuesAndObjects,
): Record<Exclude<Lane, 'other'>, QueueLevels> {
  const queues = deployment.ofType('AWS::SQS::Queue').flatMap(({ ref }) => emulator.queue(queueName(ref)) ?? []);
  const undelivered = undeliveredArns(deployment);
  const lanes = queues.map((queue) => ({ queue, lane: laneOf(queue, queues, undelivered) }));
  for (const queue of queues) queue.processTimers();
  const levels = (wanted: Lane) => {
    const sum = (name: LevelAttribute) =>
      lanes
        .filter(({ lane }) => lane === wanted)
        .reduce((total, { queue }) => total + Number(queue.getAttribute(name) ?? 0), 0);
    return { visible: sum('ApproximateNumberOfMessages'), inFlight: sum('ApproximateNumberOfMessagesNotVisible') };
  };
  return { source: levels('source'), retry: levels('retry'), dead: levels('dead') };
}

/** A message as it is in its queue. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly sentAtMs: number;
  readonly receiveCount: number;
  readonly state: 'visible' | 'delayed' | 'in-flight';
}

/** The oldest first. Nothing is received, and no count changes. */
export function queuedMessages(emulator: QueuesAndObjects, name: string): readonly QueuedMessage[] {
  const queue = emulator.queue(name);
  if (queue === undefined) return [];
  queue.processTimers();
  const { ready, delayed, inflight } = queue.inspectMessages();
  const as = (state: QueuedMessage['state'], messages: typeof ready) =>
    messages.map(({ messageId, body, sentTimestamp, approximateReceiveCount }) => ({
      ...{ messageId, body, state, sentAtMs: sentTimestamp, receiveCount: approximateReceiveCount },
    }));
  return [
    ...as('visible', ready),
    ...as('delayed', delayed),
    ...as(
      'in-flight',
      inflight.map(({ message }) => message),
    ),
  ].sort((a, b) => a.sentAtMs - b.sentAtMs);
}

export interface DeadMessage {
  readonly messageId: string;
  readonly body: string;
}

/** What is in the queues that end a redrive, as it is there: nothing is received. */
export function deadLetters(deployment: Deployment, emulator: QueuesAndObjects): readonly DeadMessage[] {
  const queues = deployment.ofType('AWS::SQS::Queue').flatMap(({ ref }) => emulator.queue(queueName(ref)) ?? []);
  const undelivered = undeliveredArns(deployment);
  return queues
    .filter((queue) => laneOf(queue, queues, undelivered) === 'dead')
    .flatMap((queue) => {
      const { ready, delayed, inflight } = queue.inspectMessages();
      return [...ready, ...delayed, ...inflight.map(({ message }) => message)];
    });
}

/** Where rules put what they cannot deliver; other queues may redrive there too. */
function undeliveredArns(deployment: Deployment): ReadonlySet<unknown> {
  const targets = deployment.ofType('AWS::Events::Rule').flatMap(({ properties }) => asRecords(properties.Targets));
  return new Set(targets.map(({ DeadLetterConfig }) => asRecord(DeadLetterConfig).Arn));
}

function laneOf(queue: Queue, queues: readonly Queue[], undelivered: ReadonlySet<unknown>): Lane {
  if (undelivered.has(queue.arn)) return 'other';
  const policyOf = (one: Queue) => one.getAttribute('RedrivePolicy') ?? '';
  const redrives = policyOf(queue) !== '';
  const isFed = queues.some((one) => policyOf(one).includes(`"${queue.arn}"`));
  if (isFed) return redrives ? 'retry' : 'dead';
  return redrives ? 'source' : 'other';
}

export function queueName(url: unknown): string {
  return typeof url === 'string' ? (url.split('/').at(-1) ?? '') : '';
}

export function queueArnOf({ input }: AwsCall, deployment: Deployment): string {
  return `arn:aws:sqs:${deployment.region}:${deployment.accountId}:${queueName(input.QueueUrl)}`;
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
