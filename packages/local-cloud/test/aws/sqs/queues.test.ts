import type { Queue, QueuesAndObjects } from '../../../src/aws/sqs/fauxqs-emulator';
import { provisionQueues, queueArnOf, queuedMessages, queueLevels, queueName } from '../../../src/aws/sqs/queues';
import { deployTemplate } from '../../../src/template/deploy-template';
import { callOf } from '../calls';

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

type Resources = Parameters<typeof deployTemplate>[0]['Resources'];

/** A template with these queues, each by its name. */
function deployed(queues: Readonly<Record<string, Readonly<Record<string, unknown>>>>, others: Resources = {}) {
  const resources = Object.entries(queues).map(([name, properties]) => {
    return [name, { Type: 'AWS::SQS::Queue', Properties: { QueueName: name, ...properties } }] as const;
  });
  return deployTemplate(
    { Resources: { ...Object.fromEntries(resources), ...others } },
    { endpoint: 'http://127.0.0.1:1' },
  );
}

interface Call {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An emulator with these queues; it takes calls and answers each with success. */
function emulatorWith(queues: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const calls: Call[] = [];
  const timers: string[] = [];
  const queueOf = (name: string): Queue =>
    Object.create({
      arn: arnOf(name),
      getAttribute: (attribute: string) => queues[name]?.[attribute],
      processTimers: () => timers.push(name),
    });
  const emulator: QueuesAndObjects = Object.create({
    queue: (name: string) => (name in queues ? queueOf(name) : undefined),
    handle: async ({ headers, body }: Parameters<QueuesAndObjects['handle']>[0]) => {
      calls.push({ action: String(headers['x-amz-target']).split('.')[1] ?? '', input: JSON.parse(body.toString()) });
      return { status: 200, headers: {}, body: '{}' };
    },
  });
  return { emulator, calls, timers };
}

const url = (name: string) => `http://127.0.0.1:1/000000000000/${name}`;

describe('the queues of the template', () => {
  it('are made where they are missing, with what the template says of them', async () => {
    const { emulator, calls } = emulatorWith({});
    const redrive = { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 };
    const deployment = deployed({ calls: { VisibilityTimeout: 90, RedrivePolicy: redrive, Tags: [{ Key: 'a' }] } });
    await provisionQueues(deployment, emulator);
    expect(calls).toEqual([
      { action: 'CreateQueue', input: { QueueName: 'calls' } },
      {
        action: 'SetQueueAttributes',
        input: {
          QueueUrl: url('calls'),
          Attributes: { VisibilityTimeout: '90', RedrivePolicy: JSON.stringify(redrive) },
        },
      },
    ]);
  });

  it('that are there are kept, and lose what the template no longer says', async () => {
    const { emulator, calls } = emulatorWith({ calls: {} });
    await provisionQueues(deployed({ calls: {} }), emulator);
    expect(calls).toEqual([
      {
        action: 'SetQueueAttributes',
        input: { QueueUrl: url('calls'), Attributes: { VisibilityTimeout: '30', RedrivePolicy: '' } },
      },
    ]);
  });

  it('may not be FIFO queues', async () => {
    const { emulator, calls } = emulatorWith({});
    await expect(provisionQueues(deployed({ calls: { FifoQueue: true } }), emulator)).rejects.toThrow(
      'The local cloud does not support FIFO queues: make calls a standard one.',
    );
    expect(calls).toEqual([]);
  });
});

describe('what the queues hold', () => {
  const holds = (visible: number, inFlight: number, target?: string) => ({
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ...(target === undefined ? {} : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(target) }) }),
  });

  it('is shown by how far redrive has brought it, once the timers have run', () => {
    const queues = {
      calls: holds(5, 2, 'retries'),
      retries: holds(1, 1, 'dead'),
      dead: holds(3, 0),
      orders: holds(9, 9),
      events: holds(1, 0, 'undelivered'),
      undelivered: holds(7, 0),
    };
    const { emulator, timers } = emulatorWith(queues);
    const rule = { Targets: [{ Id: 'Events', Arn: arnOf('events'), DeadLetterConfig: { Arn: arnOf('undelivered') } }] };
    const deployment = deployed(
      { calls: {}, retries: {}, dead: {}, orders: {}, events: {}, undelivered: {} },
      { Rule: { Type: 'AWS::Events::Rule', Properties: rule } },
    );
    expect(queueLevels(deployment, emulator)).toEqual({
      source: { visible: 6, inFlight: 2 },
      retry: { visible: 1, inFlight: 1 },
      dead: { visible: 3, inFlight: 0 },
    });
    expect(timers).toEqual(['calls', 'retries', 'dead', 'orders', 'events', 'undelivered']);
  });

  it('is nothing where there is no queue, or the emulator does not have it yet', () => {
    const none = { visible: 0, inFlight: 0 };
    expect(queueLevels(deployed({}), emulatorWith({}).emulator)).toEqual({ source: none, retry: none, dead: none });
    expect(queueLevels(deployed({ calls: {} }), emulatorWith({}).emulator)).toEqual({
      source: none,
      retry: none,
      dead: none,
    });
  });
});

test('a queue’s name is the end of its URL; what is not a URL has none', () => {
  expect([queueName(url('calls')), queueName(undefined), queueName(7)]).toEqual(['calls', '', '']);
  expect(queueArnOf(callOf('sqs', 'SendMessage', { QueueUrl: url('calls') }), deployed({}))).toBe(arnOf('calls'));
});

describe('the messages of a queue', () => {
  it('are listed where they are, the oldest first, and none is received', () => {
    const message = (messageId: string, sentTimestamp: number, approximateReceiveCount = 0) => ({
      ...{ messageId, body: `body of ${messageId}`, sentTimestamp, approximateReceiveCount },
    });
    const queue = {
      processTimers: () => {},
      inspectMessages: () => ({
        ready: [message('b', 2), message('c', 3, 1)],
        delayed: [message('d', 4)],
        inflight: [{ message: message('a', 1, 2) }],
      }),
    };
    const emulator: QueuesAndObjects = Object.create({
      queue: (name: string) => (name === 'calls' ? queue : undefined),
    });
    expect(queuedMessages(emulator, 'calls')).toEqual([
      { messageId: 'a', body: 'body of a', sentAtMs: 1, receiveCount: 2, state: 'in-flight' },
      { messageId: 'b', body: 'body of b', sentAtMs: 2, receiveCount: 0, state: 'visible' },
      { messageId: 'c', body: 'body of c', sentAtMs: 3, receiveCount: 1, state: 'visible' },
      { messageId: 'd', body: 'body of d', sentAtMs: 4, receiveCount: 0, state: 'delayed' },
    ]);
    expect(queuedMessages(emulator, 'other')).toEqual([]);
  });
});
