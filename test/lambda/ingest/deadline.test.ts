import { DeadlineError, withDeadline } from '../../../lambda/ingest/deadline';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('gives what the work gives, and leaves no timer behind', async () => {
  expect(await withDeadline(100, async () => 'done')).toBe('done');
  expect(jest.getTimerCount()).toBe(0);
});

test('throws what the work throws, and leaves no timer behind', async () => {
  await expect(withDeadline(100, () => Promise.reject(new TypeError('broken')))).rejects.toThrow(TypeError);
  expect(jest.getTimerCount()).toBe(0);
});

test('does not abort work that is done', async () => {
  let signal: AbortSignal | undefined;
  await withDeadline(100, async (given) => {
    signal = given;
  });
  await jest.advanceTimersByTimeAsync(1000);
  expect(signal?.aborted).toBe(false);
});

test('goes on without work that pays the signal no attention', async () => {
  let signal: AbortSignal | undefined;
  const result = withDeadline(100, (given) => {
    signal = given;
    return new Promise<void>(() => undefined);
  });
  const refused = expect(result).rejects.toThrow(DeadlineError);
  await jest.advanceTimersByTimeAsync(99);
  expect(signal?.aborted).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  await refused;
  expect(signal?.aborted).toBe(true);
});

test('work that fails after the deadline has no effect', async () => {
  const result = withDeadline(100, () => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 200)));
  const refused = expect(result).rejects.toThrow(DeadlineError);
  await jest.advanceTimersByTimeAsync(300);
  await refused;
});
