import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment } from '../../template/deployment';
import type { AwsCall, Reply } from '../protocols/call';
import { callAsOwner } from '../protocols/emulator-call';
import { errorReply, jsonReply } from '../protocols/error-reply';
import type { QueuesAndObjects } from './fauxqs-emulator';

export interface MoveTasks {
  start(call: AwsCall): Promise<Reply>;
  list(call: AwsCall): Promise<Reply>;
  cancel(call: AwsCall): Promise<Reply>;
}

interface Task {
  readonly handle: string;
  readonly sourceUrl: string;
  readonly sourceArn: string;
  readonly destinationUrl: string;
  readonly destinationArn: string;
  readonly startedMs: number;
  /** What was there at the start: a message that comes back while it runs is not moved again. */
  readonly toMove: number;
  readonly perSecond: number | undefined;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
}

/** API reference, StartMessageMoveTask and ListMessageMoveTasks. */
const maxPerSecond = 500;
const maxListed = 10;

type Call = (action: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** Redrive of a dead-letter queue, which the emulator lacks. Tasks are kept until the local cloud stops. */
export function createMoveTasks({ region }: Deployment, emulator: QueuesAndObjects): MoveTasks {
  const tasks: Task[] = [];
  const call: Call = (action, input) => callAsOwner(emulator, { service: 'sqs', action, input, region });
  return {
    start: async ({ input }) => {
      if (tasks.some(({ sourceArn, status }) => sourceArn === input.SourceArn && status === 'RUNNING')) {
        return refusal('UnsupportedOperation', 'There is already a task running for this queue.');
      }
      const task = createTask(input, emulator);
      if ('body' in task) return task;
      tasks.unshift(task);
      void run(task, call);
      return jsonReply('sqs', { TaskHandle: task.handle });
    },
    list: async ({ input }) => {
      const limit = Number(input.MaxResults ?? 1);
      if (!(limit >= 1 && limit <= maxListed))
        return refusal('InvalidParameterValue', `MaxResults must be between 1 and ${maxListed}.`);
      const found = tasks.filter(({ sourceArn }) => sourceArn === input.SourceArn).slice(0, limit);
      return jsonReply('sqs', { Results: found.map(describe) });
    },
    cancel: async ({ input }) => {
      const task = tasks.find(({ handle, status }) => handle === input.TaskHandle && status === 'RUNNING');
      if (task === undefined) return refusal('ResourceNotFoundException', 'There is no running task of this handle.');
      task.status = 'CANCELLED';
      return jsonReply('sqs', { ApproximateNumberOfMessagesMoved: task.moved });
    },
  };
}

function createTask(input: AwsCall['input'], emulator: QueuesAndObjects): Task | Reply {
  const { MaxNumberOfMessagesPerSecond: perSecond } = input;
  if (perSecond !== undefined && !(Number(perSecond) >= 1 && Number(perSecond) <= maxPerSecond)) {
    return refusal('InvalidParameterValue', `MaxNumberOfMessagesPerSecond must be between 1 and ${maxPerSecond}.`);
  }
  const queues = emulator.queues();
  const source = queues.find(({ arn }) => arn === input.SourceArn);
  if (source === undefined) return refusal('ResourceNotFoundException', 'The source queue does not exist.');
  const feeders = queues.filter((queue) => queue.getAttribute('RedrivePolicy')?.includes(`"${source.arn}"`));
  if (feeders.length === 0) {
    return refusal('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
  }
  const wanted = input.DestinationArn ?? (feeders.length === 1 ? feeders[0]?.arn : undefined);
  if (wanted === undefined) {
    const names = feeders.map(({ arn }) => arn.split(':').at(-1)).join(' and ');
    return refusal('UnsupportedOperation', `The local cloud does not know which of ${names} each came from: name one.`);
  }
  const destination = queues.find(({ arn }) => arn === wanted);
  if (destination === undefined) return refusal('ResourceNotFoundException', 'The destination queue does not exist.');
  source.processTimers();
  return {
    handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: source.arn })).toString('base64'),
    sourceUrl: source.url,
    sourceArn: source.arn,
    destinationUrl: destination.url,
    destinationArn: destination.arn,
    startedMs: Date.now(),
    toMove: Number(source.getAttribute('ApproximateNumberOfMessages')),
    perSecond: perSecond === undefined ? undefined : Number(perSecond),
    moved: 0,
    status: 'RUNNING',
  };
}

async function run(task: Task, call: Call): Promise<void> {
  try {
    while (task.status === 'RUNNING' && task.moved < task.toMove && (await moveOne(task, call))) {
      if (task.perSecond !== undefined) await delay(1000 / task.perSecond);
    }
    if (task.status === 'RUNNING') task.status = 'COMPLETED';
  } catch {
    task.status = 'FAILED';
  }
}

/** Sent before it is deleted: a kill between the two leaves it in both queues, never in none. */
async function moveOne(task: Task, call: Call): Promise<boolean> {
  const { Messages: messages } = await call('ReceiveMessage', {
    QueueUrl: task.sourceUrl,
    MessageAttributeNames: ['All'],
    VisibilityTimeout: 30,
  });
  const [message] = Array.isArray(messages) ? messages : [];
  if (message === undefined) return false;
  const { Body: MessageBody, MessageAttributes, ReceiptHandle } = message;
  await call('SendMessage', { QueueUrl: task.destinationUrl, MessageBody, MessageAttributes });
  await call('DeleteMessage', { QueueUrl: task.sourceUrl, ReceiptHandle });
  task.moved += 1;
  return true;
}

function describe(task: Task): Record<string, unknown> {
  return {
    ...(task.status === 'RUNNING' ? { TaskHandle: task.handle } : {}),
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    ...(task.perSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    StartedTimestamp: task.startedMs,
  };
}

function refusal(code: string, message: string): Reply {
  return errorReply('sqs', { code, message, status: code === 'ResourceNotFoundException' ? 404 : 400 });
}
