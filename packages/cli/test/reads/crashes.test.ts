import { readCrashes } from '../../src/reads/crashes';
import { givenOps } from '../support/ops-context';

const outputs = { ConsumerLogGroupName: '/consumer' };

async function crashesOf(...lines: readonly (readonly [atMs: number, stream: string, message: string])[]) {
  const events = lines.map(([timestamp, logStreamName, message], index) => ({
    ...{ timestamp, logStreamName, message, eventId: String(index) },
  }));
  const { context, stack } = givenOps({ outputs, answers: { FilterLogEvents: [{ events }] } });
  return Object.fromEntries(await readCrashes(context, stack, { fromMs: 0 }));
}

const exit = (id: string, how: string) => `RequestId: ${id} Error: Runtime exited with error: ${how}`;
const report = (id: string, rest: string) =>
  `REPORT RequestId: ${id}\tDuration: 1.00 ms\tBilled Duration: 1 ms\t${rest}`;

it('an invocation that returned has none', async () => {
  expect(await crashesOf([1, 's', report('a', 'Max Memory Used: 90 MB')])).toEqual({});
});

it('the exit says more than the report, whichever comes first', async () => {
  const lines = [
    [1, 's', exit('a', 'signal: segmentation fault')],
    [2, 's', report('a', 'Status: error\tError Type: Runtime.ExitError')],
  ] as const;
  expect(await crashesOf(...lines)).toEqual({ a: 'crashed: signal: segmentation fault' });
  const [first, second] = lines;
  expect(await crashesOf([1, 's', second[2]], [2, 's', first[2]])).toEqual({
    a: 'crashed: signal: segmentation fault',
  });
});

it('a report alone says that it crashed, and the type of any other error', async () => {
  expect(
    await crashesOf(
      [1, 's', report('a', 'Status: error\tError Type: Runtime.ExitError')],
      [1, 's', report('b', 'Status: error\tError Type: Runtime.Unknown')],
    ),
  ).toEqual({ a: 'crashed', b: 'crashed: Runtime.Unknown' });
});

it('a full heap is out of memory, of the same environment at the same time alone', async () => {
  const heap = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
  expect(
    await crashesOf(
      [1_000, 's', heap],
      [2_000, 's', exit('a', 'signal: aborted')],
      [2_000, 't', exit('b', 'signal: aborted')],
      [90_000, 's', exit('c', 'signal: aborted')],
    ),
  ).toEqual({ a: 'out-of-memory', b: 'crashed: signal: aborted', c: 'crashed: signal: aborted' });
});

describe('in the JSON format', () => {
  const json = (requestId: string, status: string, errorType?: string) =>
    JSON.stringify({
      time: '2026-05-06T07:08:09.000Z',
      type: 'platform.report',
      record: { requestId, status, errorType },
    });

  it('the report says how it ended', async () => {
    expect(
      await crashesOf(
        [1, 's', json('a', 'success')],
        [1, 's', json('b', 'timeout')],
        [1, 's', json('c', 'error', 'Runtime.ExitError')],
        [1, 's', json('d', 'error', 'Runtime.OutOfMemory')],
        [1, 's', json('e', 'failure', 'Runtime.Unknown')],
      ),
    ).toEqual({ b: 'timed-out', c: 'crashed', d: 'out-of-memory', e: 'crashed: Runtime.Unknown' });
  });

  it('a full heap is out of memory', async () => {
    const heap = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
    expect(await crashesOf([1_000, 's', heap], [2_000, 's', json('a', 'error', 'Runtime.ExitError')])).toEqual({
      a: 'out-of-memory',
    });
  });
});
