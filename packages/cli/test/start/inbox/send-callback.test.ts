import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SendRequest } from '../../../src/start/inbox/inbox-shapes';
import { type SendParts, sendCallback } from '../../../src/start/inbox/send-callback';
import { StartError } from '../../../src/start/start-error';

interface Got {
  readonly url: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let got: Got[];

beforeEach(async () => {
  got = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url = '', method = '', headers } = request;
    got.push({ url, method, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(200, { 'x-amzn-requestid': `r${got.length}` }).end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

const draft: SendRequest = {
  ...{ method: 'POST', path: '/sms/mo', headers: [['content-type', 'text/xml']] },
  ...{ base64: Buffer.from('<moMessage/>').toString('base64'), authenticate: true, newId: false, copies: 1 },
};

describe('a callback that a page sends', () => {
  it('comes to the gateway as it is, so many times', async () => {
    const { sent } = await send({ ...draft, copies: 2 });
    expect(sent).toEqual([
      { status: 200, requestId: 'r1' },
      { status: 200, requestId: 'r2' },
    ]);
    expect(got).toHaveLength(2);
    expect(got[0]).toMatchObject({ url: '/callbacks/sms/mo', method: 'POST', body: '<moMessage/>' });
    expect(got[0]?.headers['content-type']).toBe('text/xml');
  });

  it('has the password where the route asks for it, and is wanted with it', async () => {
    await send(draft);
    await send({ ...draft, authenticate: false });
    const basic = `Basic ${Buffer.from('vibes:secret').toString('base64')}`;
    expect(got.map(({ headers }) => headers.authorization)).toEqual([basic, undefined]);
  });

  it('has the signature of RBM, where one is checked', async () => {
    await send({ ...draft, path: '/rbm' }, { rbmSecret: async () => 's' });
    await send({ ...draft, path: '/rbm' });
    const signature = createHmac('sha512', 's').update('<moMessage/>').digest('base64');
    expect(got.map(({ headers }) => headers['x-vibes-signature'])).toEqual([signature, undefined]);
  });

  it('has no password on another route', async () => {
    await send({ ...draft, path: '/platform' });
    expect(got[0]?.headers.authorization).toBeUndefined();
  });

  it('has an id of its own, where that is wanted', async () => {
    await send(
      { ...draft, newId: true },
      { withNewId: (one) => ({ ...one, base64: Buffer.from('new').toString('base64') }) },
    );
    expect(got[0]?.body).toBe('new');
  });

  it('keeps the headers of the connection to itself', async () => {
    await send({
      ...draft,
      headers: [
        ['Content-Length', '1'],
        ['Host', 'example.com'],
        ['x-a', 'b'],
        ['x-a', 'c'],
      ],
    });
    expect(got[0]?.headers).toMatchObject({ 'content-length': '12', 'x-a': 'b, c' });
  });
});

it.each<[string, unknown]>([
  ['no object', []],
  ['a method of another kind', { ...draft, method: 'get it' }],
  ['a path without a slash', { ...draft, path: 'sms/mo' }],
  ['a path with a space', { ...draft, path: '/sms mo' }],
  ['headers that are no pairs', { ...draft, headers: [['a']] }],
  ['a header with an impossible name', { ...draft, headers: [['a b', 'c']] }],
  ['a header with a line end in it', { ...draft, headers: [['a', 'b\r\nc: d']] }],
  ['no copies', { ...draft, copies: 0 }],
  ['too many copies', { ...draft, copies: 101 }],
  ['no body', { ...draft, base64: undefined }],
])('%s is refused with a sentence', async (_, body) => {
  await expect(send(body)).rejects.toThrow(StartError);
  expect(got).toEqual([]);
});

function send(body: unknown, more: Partial<SendParts> = {}) {
  const { port } = server.address() as AddressInfo;
  return sendCallback(body, {
    endpoint: `http://127.0.0.1:${port}/callbacks`,
    credentials: async () => ({ username: 'vibes', password: 'secret' }),
    rbmSecret: async () => undefined,
    withNewId: () => {
      throw new Error('not asked for');
    },
    ...more,
  });
}
