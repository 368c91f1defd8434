import type { Message } from '@aws-sdk/client-sqs';
import { EventSourceMapping, type MappingQueue } from '../../src/event-source/event-source-mapping';
import type { Mapping } from '../../src/event-source/read-mapping';
import { functionError, type InvocationResult } from '../../src/lambda/invocation';

const running: EventSourceMapping[] = [];
/** What did not return: the messages, and how it ended. */
const failed: [messages: string, errorType: string][] = [];

afterEach(async () => {
  for (const mapping of running) mapping.abort();
  failed.length = 0;
  await Promise.all(running.splice(0).map((mapping) => mapping.settled()));
});

describe('an event source mapping', () => {
  it('invokes the function with the records of the batch and deletes them', async () => {
    const queue = new FakeQueue(['one', 'two']);
    const events: string[] = [];
    start(queue, async (event) => {
      events.push(event);
      return ok(null);
    });
    await until(() => queue.deleted.length === 2);
    expect(JSON.parse(events[0] ?? '').Records).toEqual([
      expect.objectContaining({
        messageId: 'one',
        receiptHandle: 'handle-one',
        body: 'body of one',
        attributes: { ApproximateReceiveCount: '1' },
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:queue',
        awsRegion: 'us-east-1',
      }),
      expect.objectContaining({ messageId: 'two' }),
    ]);
  });

  it('takes batches no larger than the template says', async () => {
    const queue = new FakeQueue(['a', 'b', 'c', 'd', 'e']);
    const sizes: number[] = [];
    start(
      queue,
      async (event) => {
        sizes.push(JSON.parse(event).Records.length);
        return ok(null);
      },
      { batchSize: 2 },
    );
    await until(() => queue.deleted.length === 5);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('fills a batch within its window', async () => {
    const queue = new FakeQueue(['a']);
    const sizes: number[] = [];
    start(
      queue,
      async (event) => {
        sizes.push(JSON.parse(event).Records.length);
        return ok(null);
      },
      { windowMs: 60_000, batchSize: 3 },
    );
    await until(() => queue.received === 1);
    queue.add('b');
    queue.add('c');
    await until(() => queue.deleted.length === 3);
    expect(sizes).toEqual([3]);
  });

  it('runs no more batches at a time than its concurrency', async () => {
    const queue = new FakeQueue(['a', 'b', 'c', 'd', 'e', 'f']);
    let now = 0;
    let most = 0;
    start(
      queue,
      async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        return ok(null);
      },
      { batchSize: 1 },
      2,
    );
    await until(() => queue.deleted.length === 6);
    expect(most).toBe(2);
  });

  it('gathers what comes while the function is at a batch that was not full', async () => {
    const queue = new FakeQueue(['a']);
    const sizes: number[] = [];
    let finish: () => void = () => undefined;
    const first = new Promise<InvocationResult>((resolve) => {
      finish = () => resolve(ok(null));
    });
    start(queue, async (event) => {
      const size = JSON.parse(event).Records.length;
      return sizes.push(size) === 1 ? first : ok(null);
    });
    await until(() => sizes.length === 1);
    queue.add('b');
    queue.add('c');
    finish();
    await until(() => queue.deleted.length === 3);
    expect(sizes).toEqual([1, 2]);
  });

  it('does not let others wait for a batch that takes long', async () => {
    const queue = new FakeQueue(['slow']);
    let finish: () => void = () => undefined;
    const slow = new Promise<InvocationResult>((resolve) => {
      finish = () => resolve(ok(null));
    });
    let invoked = 0;
    start(queue, async () => (++invoked === 1 ? slow : ok(null)), {}, 2);
    await until(() => invoked === 1);
    queue.add('quick');
    await until(() => queue.deleted.length === 1);
    expect(queue.deleted).toEqual(['quick']);
    finish();
  });

  it('leaves a batch whose function failed to the visibility timeout', async () => {
    const queue = new FakeQueue(['a', 'b']);
    let invoked = 0;
    start(queue, async () => {
      invoked++;
      return invoked === 1 ? functionError('Error', 'no') : ok(null);
    });
    await until(() => invoked === 1);
    queue.add('c');
    await until(() => queue.deleted.length === 1);
    expect(queue.deleted).toEqual(['c']);
    expect(failed).toEqual([['a,b', 'Error']]);
  });

  it('tells when a batch is begun and when the function is done with it, after what is done was deleted', async () => {
    const queue = new FakeQueue(['a', 'b']);
    const failed = { batchItemFailures: [{ itemIdentifier: 'b' }] };
    start(queue, async () => ok(failed));
    await until(() => queue.told.length === 3);
    expect(queue.told).toEqual(['begin a,b', 'delete a', 'done with a,b']);
  });

  it('goes on after the queue refused, and says so', async () => {
    const queue = new FakeQueue(['a']);
    queue.failNext = new Error('AccessDenied');
    const errors: unknown[] = [];
    start(
      queue,
      async () => ok(null),
      {},
      1,
      (error) => errors.push(error),
    );
    await until(() => queue.deleted.length === 1);
    expect(errors).toEqual([new Error('AccessDenied')]);
  });

  it('that finishes still works off what its last poll brings', async () => {
    const queue = new FakeQueue([]);
    const mapping = start(queue, async () => ok(null));
    mapping.finish();
    queue.add('a');
    await mapping.settled();
    expect(queue.deleted).toEqual(['a']);
  });

  it('that is paused waits for what runs, and drops what comes', async () => {
    const queue = new FakeQueue(['a']);
    const invoked: string[] = [];
    const mapping = start(queue, async (event) => {
      invoked.push(JSON.parse(event).Records[0].messageId);
      return ok(null);
    });
    await until(() => invoked.length === 1);
    await mapping.pause();
    expect(queue.deleted).toEqual(['a']);
    queue.add('dropped');
    await until(() => queue.received === 2);
    mapping.resume();
    queue.add('b');
    await until(() => queue.deleted.length === 2);
    expect(invoked).toEqual(['a', 'b']);
  });

  it('stops while it waits for a message', async () => {
    const mapping = start(new FakeQueue([]), async () => ok(null));
    mapping.abort();
    await expect(mapping.settled()).resolves.toBeUndefined();
  });
});

class FakeQueue implements MappingQueue {
  readonly deleted: string[] = [];
  readonly told: string[] = [];
  received = 0;
  failNext: Error | undefined;
  readonly #messages: Message[] = [];
  #arrived: () => void = () => undefined;

  constructor(ids: readonly string[]) {
    for (const id of ids) this.add(id);
  }

  add(id: string): void {
    const Attributes = { ApproximateReceiveCount: '1' };
    this.#messages.push({ MessageId: id, ReceiptHandle: `handle-${id}`, Body: `body of ${id}`, Attributes });
    this.#arrived();
  }

  async receive(max: number, _waitSeconds: number, signal: AbortSignal): Promise<readonly Message[]> {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
    if (this.#messages.length === 0) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
        signal.addEventListener('abort', () => resolve());
      });
    }
    const messages = this.#messages.splice(0, max);
    this.received += messages.length;
    return messages;
  }

  async delete(messages: readonly Message[]): Promise<void> {
    this.deleted.push(...messages.map(({ MessageId = '' }) => MessageId));
    this.told.push(`delete ${idsOf(messages)}`);
  }

  begin(messages: readonly Message[]): () => void {
    this.told.push(`begin ${idsOf(messages)}`);
    return () => void this.told.push(`done with ${idsOf(messages)}`);
  }
}

function idsOf(messages: readonly Message[]): string {
  return messages.map(({ MessageId }) => MessageId).join(',');
}

function start(
  queue: MappingQueue,
  invoke: (event: string) => Promise<InvocationResult>,
  overrides: Partial<Mapping> = {},
  concurrency = 4,
  onError: (error: unknown) => void = (error) => {
    throw error;
  },
): EventSourceMapping {
  const mapping: Mapping = {
    id: 'mapping',
    enabled: true,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:consumer',
    functionLogicalId: 'Consumer',
    roleLogicalId: 'Role',
    queueUrl: 'http://queue',
    queueArn: 'arn:queue',
    region: 'us-east-1',
    batchSize: 10,
    windowMs: 0,
    maxConcurrency: 4,
    reportsBatchItemFailures: true,
    ...overrides,
  };
  const started = new EventSourceMapping(
    mapping,
    { queue, invoke, onError, onFunctionError: (messages, error) => failed.push([idsOf(messages), error.errorType]) },
    concurrency,
  );
  running.push(started);
  started.start();
  return started;
}

function ok(value: unknown): InvocationResult {
  return { status: 'ok', payload: Buffer.from(JSON.stringify(value)) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
