import type { Deployment } from '../../template/deployment';
import type { AwsCall, AwsService, Reply } from '../call';
import type { Requirement } from '../iam/authorizer';
import type { QueuesAndObjects } from './fauxqs-emulator';
import { createMoveTasks } from './move-tasks';
import { queueArnOf } from './queues';

/** SQS: the emulator's, with its gaps filled. */
export function createSqsService(deployment: Deployment, emulator: QueuesAndObjects): AwsService {
  const moveTasks = createMoveTasks(deployment, emulator);
  const filled: Readonly<Record<string, (call: AwsCall) => Promise<Reply>>> = {
    ChangeMessageVisibility: (call) => emulator.handle(withBody(call, visibleAtOnce(call.input))),
    ChangeMessageVisibilityBatch: (call) => {
      const entries = Array.isArray(call.input.Entries) ? call.input.Entries.map(visibleAtOnce) : [];
      return emulator.handle(withBody(call, { ...call.input, Entries: entries }));
    },
    StartMessageMoveTask: moveTasks.start,
    ListMessageMoveTasks: moveTasks.list,
    CancelMessageMoveTask: moveTasks.cancel,
  };
  return {
    requirements: (call) => requirementsOf(call, deployment),
    handle: (call) => (filled[call.action] ?? emulator.handle)(call),
  };
}

/**
 * A visibility of 0 breaks fauxqs on disk: it writes NULL into a column that refuses it, and the message is stuck until
 * the next start. A thousandth of a second is the same to a receiver and takes the other path.
 */
function visibleAtOnce<T extends Readonly<Record<string, unknown>>>(input: T): Record<string, unknown> {
  return input.VisibilityTimeout === 0 ? { ...input, VisibilityTimeout: 0.001 } : { ...input };
}

function withBody(call: AwsCall, input: Readonly<Record<string, unknown>>): AwsCall {
  return { ...call, input, body: Buffer.from(JSON.stringify(input)) };
}

/** Batches need the permission of the single action (service authorization reference, SQS). */
function requirementsOf(call: AwsCall, deployment: Deployment): readonly Requirement[] {
  const { SourceArn: source, DestinationArn: destination, QueueName: name } = call.input;
  if (typeof source === 'string') return moveRequirements(call.action, source, destination);
  const resource = queueArnOf(typeof name === 'string' ? { ...call, input: { QueueUrl: name } } : call, deployment);
  return [{ action: `sqs:${call.action.replace(/Batch$/, '')}`, resource }];
}

function moveRequirements(action: string, source: string, destination: unknown): readonly Requirement[] {
  const own = { action: `sqs:${action}`, resource: source };
  if (action !== 'StartMessageMoveTask') return [own];
  const reads = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  const needs = reads.map((name) => ({ action: `sqs:${name}`, resource: source }));
  return [own, ...needs, { action: 'sqs:SendMessage', resource: typeof destination === 'string' ? destination : '*' }];
}
