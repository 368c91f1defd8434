import { createObject, createOverflowStore } from '../../../../lambda/ingest/aws/overflow-store';
import { silence, wireServer } from '../../../support/wire-server';

const key = 'overflow/2026-01-02/request-1.json';
const idle = new AbortController().signal;

let server: Awaited<ReturnType<typeof wireServer>>;
afterEach(() => server.stop());

const stored =
  (statusCode: number, code = '') =>
  (response: import('node:http').ServerResponse) => {
    response.writeHead(statusCode, { 'content-type': 'application/xml' });
    response.end(code === '' ? '' : `<Error><Code>${code}</Code><Message>no</Message></Error>`);
  };

test('an envelope is one object, and never takes the place of another', async () => {
  server = await wireServer(stored(200));
  await createOverflowStore('overflow-bucket', server.environment).put(key, '{"version":1}', idle);
  expect(server.received).toMatchObject([
    {
      method: 'PUT',
      path: `/overflow-bucket/${key}?x-id=PutObject`,
      body: '{"version":1}',
      headers: { 'content-type': 'application/json', 'if-none-match': '*', 'content-length': '13' },
    },
  ]);
});

test.each([
  [412, 'PreconditionFailed'],
  [403, 'AccessDenied'],
  [503, 'SlowDown'],
])('%i %s is an error, and is not tried again', async (statusCode, code) => {
  server = await wireServer(stored(statusCode, code));
  const put = createOverflowStore('overflow-bucket', server.environment).put(key, '{}', idle);
  await expect(put).rejects.toMatchObject({ name: code });
  expect(server.received).toHaveLength(1);
});

test.each([
  ['closed, and the object is there', ['ECONNRESET', 'PreconditionFailed'], 'stored'],
  ['closed, and the bucket refuses', ['ECONNRESET', 'AccessDenied'], 'AccessDenied'],
  ['not closed, and another object is there', ['PreconditionFailed'], 'PreconditionFailed'],
] as const)('a write whose connection was %s', async (_what, errors, expected) => {
  const left = [...errors];
  const write = async () => {
    const name = left.shift() ?? '';
    throw Object.assign(new Error('no'), name === 'ECONNRESET' ? { code: name } : { name });
  };
  const outcome = createObject(write).then(
    () => 'stored',
    (error: Error) => error.name,
  );
  expect([await outcome, left]).toEqual([expected, []]);
});

test('the signal ends a write that is not answered', async () => {
  const controller = new AbortController();
  server = await wireServer(() => controller.abort());
  const put = createOverflowStore('overflow-bucket', server.environment).put(key, '{}', controller.signal);
  await expect(put).rejects.toMatchObject({ name: 'AbortError' });
});

test('getting ready writes nothing', async () => {
  server = await wireServer(silence);
  createOverflowStore('overflow-bucket', server.environment).prepare();
  expect(server.received).toEqual([]);
});
