import { onLiveConnection } from '../../../../lambda/ingest/aws/live-connection';

const closed = (code: string) => Object.assign(new Error('closed'), { code });

function failing(...errors: unknown[]) {
  let calls = 0;
  const call = async () => {
    calls += 1;
    if (calls <= errors.length) throw errors[calls - 1];
    return 'done';
  };
  return { call, calls: () => calls };
}

test.each(['ECONNRESET', 'EPIPE'])('%s is worth a second call', async (code) => {
  const { call, calls } = failing(closed(code));
  expect(await onLiveConnection(call)).toBe('done');
  expect(calls()).toBe(2);
});

test('but not a third', async () => {
  const { call, calls } = failing(closed('EPIPE'), closed('ECONNRESET'));
  await expect(onLiveConnection(call)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(calls()).toBe(2);
});

test.each([
  ['a refused connection', closed('ECONNREFUSED')],
  ['an abort', Object.assign(new Error('aborted'), { name: 'AbortError' })],
  ['an answer that is an error', Object.assign(new Error('no'), { $metadata: { httpStatusCode: 503 } })],
  ['what is not an error', 'ECONNRESET'],
])('%s is final', async (_what, error) => {
  const { call, calls } = failing(error);
  await expect(onLiveConnection(call)).rejects.toBe(error);
  expect(calls()).toBe(1);
});

test('a call that works is made once', async () => {
  const { call, calls } = failing();
  expect(await onLiveConnection(call)).toBe('done');
  expect(calls()).toBe(1);
});
