import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpPost, type Endpoint, type HttpPost } from '../../src/simulator/http-post';
import type { AuthenticationMethod, VibesCallback } from '../../src/vibes/callback';
import { callbackOf } from './scripted';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly socket: number | undefined;
}

const seen: Seen[] = [];
const closers: (() => void)[] = [];

beforeEach(() => {
  seen.length = 0;
});

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answer: (request: Seen, response: http.ServerResponse) => void): Promise<string> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers, socket } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8'), socket: socket.remotePort };
    seen.push(one);
    answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks/`;
}

function ok(_request: Seen, response: http.ServerResponse): void {
  response.writeHead(200, { 'x-amzn-requestid': 'request-1' }).end();
}

function postTo(url: string, changed: Partial<Endpoint> = {}, timeoutMs?: number): HttpPost {
  const endpoint: Endpoint = {
    url,
    credentials: () => ({ username: 'vibes', password: 'pass:wörd' }),
    waitForChallenge: false,
    keepAlive: true,
    headers: {},
    connections: 5,
    tls: {},
    ...changed,
  };
  const http = createHttpPost(endpoint, timeoutMs);
  closers.push(http.close);
  return http;
}

function callback(authentication: AuthenticationMethod): VibesCallback {
  return { ...callbackOf('sms'), authentication, route: '/sms/mo' };
}

const basic = `Basic ${Buffer.from('vibes:pass:wörd', 'utf8').toString('base64')}`;

describe('createHttpPost', () => {
  it("posts the attempt's document to the route below the endpoint and reads the request id", async () => {
    const { post } = postTo(await serve(ok));
    const answer = await post(callback('source'), 3);
    expect(answer).toMatchObject({ status: 200, requestId: 'request-1' });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/callbacks/sms/mo', body: 'sms 1 3' });
    expect(seen[0]?.headers['content-length']).toBe('7');
  });

  it('sends the password with MO at once', async () => {
    const { post } = postTo(await serve(ok));
    await post(callback('basic'), 1);
    expect(seen[0]?.headers.authorization).toBe(basic);
  });

  it('sends no password where the document does not authenticate by one', async () => {
    const { post } = postTo(await serve(ok));
    await post(callback('source'), 1);
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it('waits for the challenge when told to, then proves itself', async () => {
    const url = await serve(({ headers }, response) =>
      headers.authorization === undefined
        ? response.writeHead(401, { 'www-authenticate': 'Basic realm="callbacks"' }).end()
        : response.writeHead(200).end(),
    );
    const answer = await postTo(url, { waitForChallenge: true }).post(callback('basic'), 1);
    expect(answer.status).toBe(200);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined, basic]);
  });

  it('is left with a 401 that does not ask for Basic', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(401, { 'x-amzn-remapped-www-authenticate': 'Basic' }).end(),
    );
    const answer = await postTo(url, { waitForChallenge: true }).post(callback('basic'), 1);
    expect(answer.status).toBe(401);
    expect(seen).toHaveLength(1);
  });

  it('asks for the credentials at each request', async () => {
    let password = 'old';
    const { post } = postTo(await serve(ok), { credentials: () => ({ username: 'vibes', password }) });
    await post(callback('basic'), 1);
    password = 'new';
    await post(callback('basic'), 2);
    const sent = seen.map(({ headers }) => Buffer.from(`${headers.authorization}`.slice(6), 'base64').toString());
    expect(sent).toEqual(['vibes:old', 'vibes:new']);
  });

  it('signs RBM over the raw bytes', async () => {
    const { post } = postTo(await serve(ok), { rbmSecret: 'secret' });
    await post(callback('signature'), 1);
    const expected = createHmac('sha512', 'secret').update('sms 1 1').digest('base64');
    expect(seen[0]?.headers['x-vibes-signature']).toBe(expected);
  });

  it('leaves RBM unsigned without a secret', async () => {
    const { post } = postTo(await serve(ok));
    await post(callback('signature'), 1);
    expect(seen[0]?.headers['x-vibes-signature']).toBeUndefined();
  });

  it('sends what else every request is to carry', async () => {
    const { post } = postTo(await serve(ok), { headers: { 'x-local-source-ip': '198.51.100.7' } });
    await post(callback('source'), 1);
    expect(seen[0]?.headers['x-local-source-ip']).toBe('198.51.100.7');
  });

  it('keeps its connection, or opens one for each request', async () => {
    const url = await serve(ok);
    for (const keepAlive of [true, false]) {
      const { post } = postTo(url, { keepAlive, connections: 1 });
      await post(callback('source'), 1);
      await post(callback('source'), 2);
    }
    const sockets = seen.map(({ socket }) => socket);
    expect(sockets[0]).toBe(sockets[1]);
    expect(sockets[2]).not.toBe(sockets[3]);
  });

  it('hangs up on an endpoint that does not answer in time', async () => {
    const { post } = postTo(await serve(() => undefined), {}, 30);
    expect(await post(callback('source'), 1)).toMatchObject({ status: null, failure: 'timeout' });
  });

  it('hangs up on an answer that does not end in time', async () => {
    const { post } = postTo(await serve((_request, response) => response.writeHead(200).write('never ends')), {}, 30);
    expect(await post(callback('source'), 1)).toMatchObject({ status: null, failure: 'timeout' });
  });

  it('counts a connection that is cut as no answer', async () => {
    const { post } = postTo(await serve((_request, response) => response.destroy()));
    expect(await post(callback('source'), 1)).toMatchObject({ status: null, failure: 'connection' });
  });

  it('counts a port on which nobody listens as no answer', async () => {
    const url = await serve(ok);
    for (const close of closers.splice(0)) close();
    expect(await postTo(url).post(callback('source'), 1)).toMatchObject({ status: null, failure: 'connection' });
  });

  it('reports a redirect as it is and does not follow it', async () => {
    const { post } = postTo(await serve((_request, response) => response.writeHead(302, { location: '/' }).end()));
    expect(await post(callback('source'), 1)).toMatchObject({ status: 302 });
    expect(seen).toHaveLength(1);
  });
});
