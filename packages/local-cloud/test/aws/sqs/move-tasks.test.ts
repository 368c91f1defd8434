import type { AwsCall } from '../../../src/aws/protocols/call';
import type { Queue, QueuesAndObjects } from '../../../src/aws/sqs/fauxqs-emulator';
import { createMoveTasks } from '../../../src/aws/sqs/move-tasks';
import { deployTemplate } from '../../../src/template/deploy-template';
import { until } from '../../support/until';

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const deployment = deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' });

interface World {
  readonly messages: Map<string, string[]>;
  readonly actions: string[];
  fails: boolean;
}

/** Queues of an emulator: `calls`, whose dead-letter queue is `dead`, and any others that are named. */
function given(dead: readonly string[], feeders: readonly string[] = ['calls']) {
  const names = ['dead', ...feeders, 'other'];
  const world: World = {
    messages: new Map(names.map((name) => [name, name === 'dead' ? [...dead] : []])),
    actions: [],
    fails: false,
  };
  const queueOf = (name: string): Queue =>
    Object.create({
      arn: arnOf(name),
      url: name,
      processTimers: () => undefined,
      getAttribute: (attribute: string) => {
        if (attribute === 'ApproximateNumberOfMessages') return String(world.messages.get(name)?.length);
        return feeders.includes(name) ? JSON.stringify({ deadLetterTargetArn: arnOf('dead') }) : undefined;
      },
    });
  const emulator: QueuesAndObjects = {
    handle: async ({ headers, body }) => answer(String(headers['x-amz-target']), JSON.parse(body.toString()), world),
    queue: queueOf,
    queues: () => names.map(queueOf),
    objects: Object.create({}),
    clear: () => undefined,
    stop: async () => undefined,
  };
  return { world, tasks: createMoveTasks(deployment, emulator) };
}

function answer(target: string, input: Record<string, string>, world: World) {
  const action = target.split('.')[1] ?? '';
  world.actions.push(action);
  if (world.fails) return { status: 500, headers: {}, body: '{}' };
  const queue = world.messages.get(input.QueueUrl ?? '') ?? [];
  const [first] = queue;
  if (action === 'SendMessage') queue.push(input.MessageBody ?? '');
  if (action === 'DeleteMessage') queue.shift();
  const received = action === 'ReceiveMessage' && first !== undefined;
  return {
    status: 200,
    headers: {},
    body: JSON.stringify(received ? { Messages: [{ Body: first, ReceiptHandle: first }] } : {}),
  };
}

const call = (input: Record<string, unknown>): AwsCall => Object.create({ service: 'sqs', input });
const read = async (reply: Promise<{ status: number; body: string | Buffer }>) => {
  const { status, body } = await reply;
  return { status, ...JSON.parse(body.toString()) };
};
const list = (tasks: ReturnType<typeof given>['tasks']) =>
  read(tasks.list(call({ SourceArn: arnOf('dead'), MaxResults: 10 })));
const ended = (tasks: ReturnType<typeof given>['tasks']) =>
  until(async () => (await list(tasks)).Results[0]?.Status !== 'RUNNING');

describe('a move task', () => {
  it('moves what is there to the queue that it came from, in its order, and ends', async () => {
    const { world, tasks } = given(['1', '2', '3']);
    expect((await read(tasks.start(call({ SourceArn: arnOf('dead') })))).TaskHandle).toEqual(expect.any(String));
    await ended(tasks);
    expect([...world.messages]).toEqual([
      ['dead', []],
      ['calls', ['1', '2', '3']],
      ['other', []],
    ]);
    expect((await list(tasks)).Results).toEqual([
      expect.objectContaining({
        Status: 'COMPLETED',
        SourceArn: arnOf('dead'),
        DestinationArn: arnOf('calls'),
        ApproximateNumberOfMessagesMoved: 3,
        ApproximateNumberOfMessagesToMove: 3,
      }),
    ]);
    // What has ended cannot be cancelled, and its handle is not given.
    expect((await list(tasks)).Results[0]).not.toHaveProperty('TaskHandle');
  });

  it('sends each message before it deletes it: a kill in between loses none', async () => {
    const { world, tasks } = given(['1']);
    await tasks.start(call({ SourceArn: arnOf('dead') }));
    await ended(tasks);
    expect(world.actions).toEqual(['ReceiveMessage', 'SendMessage', 'DeleteMessage']);
  });

  it('moves to the queue that is named', async () => {
    const { world, tasks } = given(['1']);
    await tasks.start(call({ SourceArn: arnOf('dead'), DestinationArn: arnOf('other') }));
    await ended(tasks);
    expect(world.messages.get('other')).toEqual(['1']);
  });

  it('has failed where a call of it failed, and keeps what it has not moved', async () => {
    const { world, tasks } = given(['1']);
    world.fails = true;
    await tasks.start(call({ SourceArn: arnOf('dead') }));
    await ended(tasks);
    expect((await list(tasks)).Results[0]).toMatchObject({ Status: 'FAILED', ApproximateNumberOfMessagesMoved: 0 });
    expect(world.messages.get('dead')).toEqual(['1']);
  });

  it('can be cancelled while it runs, and is alone in its queue', async () => {
    const { tasks } = given(['1', '2', '3']);
    const slow = { SourceArn: arnOf('dead'), MaxNumberOfMessagesPerSecond: 20 };
    const { TaskHandle } = await read(tasks.start(call(slow)));
    expect(await read(tasks.start(call(slow)))).toMatchObject({
      status: 400,
      message: expect.stringContaining('already a task'),
    });
    expect(await read(tasks.cancel(call({ TaskHandle })))).toMatchObject({ status: 200 });
    expect((await list(tasks)).Results[0]).toMatchObject({ Status: 'CANCELLED', MaxNumberOfMessagesPerSecond: 20 });
    expect(await read(tasks.cancel(call({ TaskHandle })))).toMatchObject({ status: 404 });
  });

  it.each([
    ['a queue that is not there', { SourceArn: arnOf('none') }, 404, 'source queue does not exist'],
    ['a queue that is not a dead-letter queue', { SourceArn: arnOf('other') }, 400, 'Dead Letter Queue'],
    [
      'a destination that is not there',
      { SourceArn: arnOf('dead'), DestinationArn: arnOf('none') },
      404,
      'destination',
    ],
    ['a rate of 501', { SourceArn: arnOf('dead'), MaxNumberOfMessagesPerSecond: 501 }, 400, 'between 1 and 500'],
    ['a rate of none', { SourceArn: arnOf('dead'), MaxNumberOfMessagesPerSecond: 0 }, 400, 'between 1 and 500'],
  ])('is refused for %s', async (_what, input, status, message) => {
    const { tasks } = given(['1']);
    expect(await read(tasks.start(call(input)))).toMatchObject({ status, message: expect.stringContaining(message) });
  });

  it('lists ten at most', async () => {
    const { tasks } = given([]);
    const listed = (MaxResults: number) => read(tasks.list(call({ SourceArn: arnOf('dead'), MaxResults })));
    expect([await listed(10), await listed(11)]).toMatchObject([{ status: 200 }, { status: 400 }]);
  });

  it('needs a destination where two queues feed the dead-letter queue', async () => {
    const { tasks } = given(['1'], ['calls', 'retries']);
    expect(await read(tasks.start(call({ SourceArn: arnOf('dead') })))).toMatchObject({
      status: 400,
      message: 'The local cloud does not know which of calls and retries each came from: name one.',
    });
  });
});
