import type { Deployment } from '../../template/deployment';
import { asRecord, asRecords } from '../../template/properties';
import type { Requirement } from '../iam/authorizer';
import type { AwsCall, AwsService, Reply } from '../protocols/call';
import { errorReply, jsonReply } from '../protocols/error-reply';
import type { QueuesAndObjects } from './fauxqs-emulator';
import { messageRefusal } from './message-contents';
import { createMoveTasks } from './move-tasks';
import { queueActions } from './queue-actions';
import { queueArnOf } from './queues';

/** What fauxqs has besides the actions that are filled here. */
const emulated = [
  ...['DeleteMessage', 'DeleteMessageBatch', 'GetQueueAttributes', 'GetQueueUrl', 'ListQueueTags', 'PurgeQueue'],
  ...['ReceiveMessage', 'UntagQueue'],
];

/** SQS: the emulator's, with its gaps filled. */
export function createSqsService(deployment: Deployment, emulator: QueuesAndObjects): AwsService {
  const moveTasks = createMoveTasks(deployment, emulator);
  const filled: Readonly<Record<string, (call: AwsCall) => Promise<Reply>>> = {
    SendMessage: async (call) => {
      const refusal = messageRefusal(call.input);
      return refusal === undefined ? emulator.handle(call) : errorReply('sqs', { ...refusal, status: 400 });
    },
    SendMessageBatch: (call) => sendBatch(call, emulator),
    ChangeMessageVisibility: (call) => emulator.handle(withBody(call, visibleAtOnce(call.input))),
    ChangeMessageVisibilityBatch: (call) => {
      const entries = Array.isArray(call.input.Entries) ? call.input.Entries.map(visibleAtOnce) : [];
      return emulator.handle(withBody(call, { ...call.input, Entries: entries }));
    },
    ...queueActions(deployment, emulator, Date.now),
    StartMessageMoveTask: moveTasks.start,
    ListMessageMoveTasks: moveTasks.list,
    CancelMessageMoveTask: moveTasks.cancel,
  };
  return {
    actions: [...new Set([...emulated, ...Object.keys(filled)])].sort(),
    requirements: (call) => requirementsOf(call, deployment),
    handle: (call) => (filled[call.action] ?? emulator.handle)(call),
  };
}

/** A body that the emulator refuses in any entry. */
const refusedBody = '\u0000';

/** The emulator checks the batch as a whole and accepts valid entries; the others get SQS' own reason. */
async function sendBatch(call: AwsCall, emulator: QueuesAndObjects): Promise<Reply> {
  const entries = asRecords(call.input.Entries);
  const refusals = new Map(
    entries.flatMap((entry) => {
      const refusal = messageRefusal(entry);
      return refusal === undefined ? [] : [[entry, refusal] as const];
    }),
  );
  if (refusals.size === 0) return emulator.handle(call);
  const Entries = entries.map((entry) => (refusals.has(entry) ? { Id: entry.Id, MessageBody: refusedBody } : entry));
  const reply = await emulator.handle(withBody(call, { ...call.input, Entries }));
  if (reply.status !== 200) return reply;
  const answer = asRecord(JSON.parse(reply.body.toString()));
  const Failed = [...refusals].map(([{ Id }, { code: Code, message: Message }]) => ({
    Id,
    SenderFault: true,
    Code,
    Message,
  }));
  const others = asRecords(answer.Failed).filter((one) => !Failed.some(({ Id }) => Id === one.Id));
  return jsonReply('sqs', { ...answer, Failed: [...Failed, ...others] });
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
  const own = { action: `sqs:${call.action.replace(/Batch$/, '')}`, resource };
  if (call.action === 'ListQueues') return [{ ...own, resource: '*' }];
  // "To tag a queue when you create it you must have the sqs:CreateQueue and sqs:TagQueue permissions" (CreateQueue).
  const isTagged = call.action === 'CreateQueue' && Object.keys(asRecord(call.input.tags)).length > 0;
  return isTagged ? [own, { action: 'sqs:TagQueue', resource }] : [own];
}

function moveRequirements(action: string, source: string, destination: unknown): readonly Requirement[] {
  const own = { action: `sqs:${action}`, resource: source };
  if (action !== 'StartMessageMoveTask') return [own];
  const reads = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  const needs = reads.map((name) => ({ action: `sqs:${name}`, resource: source }));
  return [own, ...needs, { action: 'sqs:SendMessage', resource: typeof destination === 'string' ? destination : '*' }];
}
