import { readRetries } from '../../src/reads/retries';
import { givenOps } from '../support/ops-context';

const outputs = { ConsumerLogGroupName: 'consumer' };
const nowMs = 1_000_000;

const line = (messageId: string, code: string, timestamp: number, more: object = {}) => ({
  timestamp,
  eventId: `${messageId}-${timestamp}`,
  message: JSON.stringify({ code, messageId, ...more }),
});
const failed = (messageId: string, timestamp: number, cause = 'InternalException') =>
  line(messageId, 'RecordFailed', timestamp, { step: 'publish', cause });

/** The log's lines: those that failed, and all of the messages that are asked for. */
function given(events: readonly ReturnType<typeof line>[], ofLambda: readonly string[] = []) {
  const FilterLogEvents = ({ filterPattern }: Readonly<Record<string, unknown>>) => {
    const pattern = String(filterPattern);
    if (!pattern.startsWith('{')) return { events: ofLambda.map((message) => ({ timestamp: nowMs, message })) };
    return {
      events: events.filter(({ message }) => {
        const { code, messageId } = JSON.parse(message);
        return pattern.includes('$.code') ? pattern.includes(`"${code}"`) : pattern.includes(`"${messageId}"`);
      }),
    };
  };
  return givenOps({ outputs, answers: { FilterLogEvents } });
}

it('where nothing waits no log is read', async () => {
  const { context, stack, calls } = givenOps({ outputs });
  expect(await readRetries(context, stack, 0, nowMs)).toEqual({ count: 0, causes: {} });
  expect(calls).toEqual([]);
});

it('what failed and was not finished since is counted once, by its last cause', async () => {
  const { context, stack } = given([
    failed('a', 900_000, 'TimeoutError'),
    failed('a', 950_000),
    failed('b', 960_000),
    failed('c', 970_000, 'TimeoutError'),
    failed('d', 971_000),
    line('d', 'Published', 980_000),
  ]);
  expect(await readRetries(context, stack, 9, nowMs)).toEqual({
    count: 3,
    causes: { 'publish: InternalException': 2, 'publish: TimeoutError': 1 },
  });
});

it('what killed the consumer is counted by how, and what is under way now by what failed before', async () => {
  const retried = (messageId: string, timestamp: number, invocationId: string) =>
    line(messageId, 'Retried', timestamp, { invocationId });
  const { context, stack } = given(
    [
      retried('a', 950_000, 'i1'),
      failed('b', 900_000),
      retried('b', 960_000, 'i2'),
      retried('c', 990_000, 'i3'),
      failed('e', 900_000),
      retried('e', 990_000, 'i5'),
      retried('d', 900_000, 'i4'),
      line('d', 'Published', 900_100),
    ],
    [
      'REPORT RequestId: i1\tDuration: 15000.00 ms\tStatus: timeout',
      'RequestId: i2 Error: Runtime exited with error: exit status 1',
    ],
  );
  expect(await readRetries(context, stack, 9, nowMs)).toEqual({
    count: 3,
    causes: {
      'invocation: timed-out': 1,
      'invocation: crashed: exit status 1': 1,
      'publish: InternalException': 1,
    },
  });
});

it('there are no more than wait: the others are dead by now', async () => {
  const { context, stack } = given([failed('dead', 900_000, 'TimeoutError'), failed('b', 960_000)]);
  expect(await readRetries(context, stack, 1, nowMs)).toEqual({
    count: 1,
    causes: { 'publish: InternalException': 1 },
  });
});

it('a pattern holds no more than CloudWatch takes', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `5d0c6b6e-0000-4000-8000-0000000000${index + 10}`);
  const { context, stack, named } = given(ids.map((id, index) => failed(id, 900_000 + index)));
  expect((await readRetries(context, stack, 100, nowMs)).count).toBe(50);
  for (const { filterPattern } of named('FilterLogEvents')) expect(String(filterPattern).length).toBeLessThan(1_024);
});
