import { LocalCloudError } from '../../local-cloud-error';
import type { Deployment, LocalResource } from '../../template/deployment';
import type { AwsCall } from '../call';
import { callAsOwner } from '../emulator-call';
import type { QueuesAndObjects } from './fauxqs-emulator';

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
    throw new LocalCloudError(`The local cloud does not support FIFO queues: make ${logicalId} a standard one.`);
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

/** Messages in the queues that redrive to another one, and in those others. */
export function queueLevels(
  deployment: Deployment,
  emulator: QueuesAndObjects,
): Record<'source' | 'dead', QueueLevels> {
  const queues = deployment.ofType('AWS::SQS::Queue').map(({ ref }) => emulator.queue(queueName(ref)));
  const policies = queues.map((queue) => queue?.getAttribute('RedrivePolicy') ?? '');
  const isDead = (arn: string) => policies.some((policy) => policy.includes(`"${arn}"`));
  const sum = (wanted: boolean, name: LevelAttribute) =>
    queues
      .filter((queue) => queue !== undefined && isDead(queue.arn) === wanted)
      .reduce((total, queue) => total + Number(queue?.getAttribute(name) ?? 0), 0);
  for (const queue of queues) queue?.processTimers();
  const levels = (dead: boolean) => ({
    visible: sum(dead, 'ApproximateNumberOfMessages'),
    inFlight: sum(dead, 'ApproximateNumberOfMessagesNotVisible'),
  });
  return { source: levels(false), dead: levels(true) };
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
