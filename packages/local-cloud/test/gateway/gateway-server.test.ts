import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { CallerCertificate } from '../../src/gateway/custom-domain';
import { Gateway } from '../../src/gateway/gateway';
import { type Answered, GatewayServer } from '../../src/gateway/gateway-server';
import type { InvocationResult } from '../../src/lambda/invocation';
import { certificate as pem } from '../support/certificate';
import { lettingIn, readApi } from './api-template';

const policy = lettingIn('192.0.2.1');
const unavailable = {
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_4XX', StatusCode: '503' },
};

let server: GatewayServer;
let port: number;
let events: Record<string, unknown>[];
let answers: Answered[];
const agent = new Agent({ keepAlive: true });

beforeEach(async () => {
  events = [];
  answers = [];
  server = new GatewayServer();
  port = await server.listen(0);
});

afterEach(() => {
  server.close();
  server.abort();
});

afterAll(() => agent.destroy());

describe('the server', () => {
  it('answers 503 until there is something to serve', async () => {
    expect((await call('/callbacks/sms/mo')).status).toBe(503);
  });

  it('names the port that is in use, and what to do', async () => {
    await expect(new GatewayServer().listen(port)).rejects.toThrow(
      `Port ${port} is in use: stop what listens there, or choose another with --port.`,
    );
  });

  it('hands the request to the gateway and tells the request id of its event', async () => {
    serve();
    const { status, headers } = await call('/callbacks/sms/mo?a=b', { body: 'text' });
    expect(status).toBe(200);
    expect(events[0]).toMatchObject({ path: '/sms/mo', queryStringParameters: { a: 'b' } });
    expect(events[0]?.requestContext).toMatchObject({ requestId: headers['x-amzn-requestid'] });
  });

  it('serves the control API alone for a stack without an API', async () => {
    const none = { stageNames: [], hostNames: [], defaultSourceIp: '127.0.0.1', certificate: 'none' } as const;
    const control = (_request: unknown, response: { end(text: string): unknown }) => response.end('control');
    server.serve(() => undefined, { ...none, control, onAnswer: (answer) => answers.push(answer), onError: fail });
    expect((await call('/_local/health')).body.toString()).toBe('control');
    expect((await call('/callbacks/sms/mo')).status).toBe(404);
    expect(answers).toEqual([]);
  });

  it('takes a request id that its caller chose, and no other than a plain word', async () => {
    serve();
    const chosen = await call('/callbacks/', { headers: { 'x-amzn-requestid': 'mine' } });
    expect(chosen.headers['x-amzn-requestid']).toBe('mine');
    expect(events[0]?.requestContext).toMatchObject({ requestId: 'mine' });
    const odd = await call('/callbacks/', { headers: { 'x-amzn-requestid': 'not mine' } });
    expect(odd.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(odd.headers['x-amz-apigw-id']).not.toBe(chosen.headers['x-amz-apigw-id']);
  });

  it.each([
    ['a page in a browser', { origin: 'https://evil.example' }],
    ['a page of another program here', { origin: 'http://localhost:3000' }],
    ['a page of no name', { origin: 'null' }],
    ['a host that was made to point here', { host: 'evil.example' }],
  ])('takes no callback of %s', async (_what, headers) => {
    serve();
    const { status, body } = await call('/callbacks/sms/receipt', { body: 'x', headers });
    const message = 'The local cloud takes no call from a web page, or for a host other than localhost.';
    expect([status, JSON.parse(body.toString())]).toEqual([403, { message }]);
    expect([events, answers]).toEqual([[], []]);
  });

  it.each(['localhost', '127.0.0.1:8787', '[::1]', 'callbacks.example.com'])('is known as %s', async (host) => {
    serve();
    expect((await call('/callbacks/', { headers: { host } })).status).toBe(200);
  });

  it('tells who listens what became of a request, by its route', async () => {
    serve();
    await call('/callbacks/a/phone/number', { body: 'x' });
    expect(answers).toEqual([{ requestId: expect.any(String), method: 'POST', route: '/{proxy+}', status: 200 }]);
  });

  it('calls from an address that the policy allows, unless the caller names another', async () => {
    serve({ Policy: policy });
    expect((await call('/callbacks/')).status).toBe(200);
    expect((await call('/callbacks/', { headers: { 'x-local-source-ip': '198.51.100.7' } })).status).toBe(503);
  });

  it.each([
    ['/callbacks', '/'],
    ['/callbacks/', '/'],
    ['/callbacks?x=1', '/'],
    ['/callbacks//', '//'],
    ['http://anywhere.example/callbacks/sms/mo', '/sms/mo'],
  ])('takes %s as the path %s of the stage', async (path, expected) => {
    serve();
    await call(path);
    expect(events[0]).toMatchObject({ path: expected });
  });

  it.each(['/', '/other', '/callbacksx', '/callbackS/sms/mo'])(
    'answers 403 to %s, which is not a stage',
    async (path) => {
      serve();
      const { status, headers, body } = await call(path);
      expect({ status, body: body.toString() }).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
      expect(headers).toHaveProperty('x-amzn-requestid');
      expect(events).toEqual([]);
    },
  );

  it('gives the control API what begins with /_local/', async () => {
    serve();
    expect((await call('/_local/health')).body.toString()).toBe('control');
  });

  it('hands the certificate on where one is asked for, and turns away who has none', async () => {
    serve({}, 'required');
    const certificate = `${pem.trim()}\n`;
    const der = certificate.replace(/-----[A-Z ]+-----|\s/g, '');
    expect((await call('/callbacks/', { headers: { 'x-local-client-certificate': der } })).status).toBe(200);
    expect(events[0]?.requestContext).toMatchObject({ identity: { clientCert: { clientCertPem: certificate } } });
    expect((await call('/callbacks/')).status).toBe(403);
    expect((await call('/callbacks/', { headers: { 'x-local-client-certificate': 'none' } })).status).toBe(403);
  });

  it('lets in who has none where the own domain of the API is open, too', async () => {
    serve({}, 'optional');
    const der = pem.replace(/-----[A-Z ]+-----|\s/g, '');
    expect((await call('/callbacks/', { headers: { 'x-local-client-certificate': der } })).status).toBe(200);
    expect((await call('/callbacks/')).status).toBe(200);
    expect(events[0]).toHaveProperty('requestContext.identity.clientCert');
    expect(events[1]).not.toHaveProperty('requestContext.identity.clientCert');
  });

  it('tells a stage that lives on by its name', async () => {
    serve();
    await call('/callbacks/sms/mo');
    await call('/v2/sms/mo');
    expect(events.map((event) => event.requestContext)).toMatchObject([
      { stage: 'callbacks', path: '/callbacks/sms/mo' },
      { stage: 'v2', path: '/v2/sms/mo' },
    ]);
    expect((await call('/v3/sms/mo')).status).toBe(403);
  });

  it('takes no certificate where none is asked for', async () => {
    serve();
    await call('/callbacks/', { headers: { 'x-local-client-certificate': 'none' } });
    expect(Object(events[0]?.requestContext).identity).not.toHaveProperty('clientCert');
    expect(Object(events[0]?.headers)).not.toHaveProperty('x-local-client-certificate');
  });

  it('passes the bytes of a chunked body on as they are', async () => {
    serve();
    const bytes = Buffer.from([0, 1, 0xff, 13, 10, 0xc3]);
    await call('/callbacks/', { body: bytes, headers: { 'transfer-encoding': 'chunked' } });
    expect(events[0]).toMatchObject({ body: bytes.toString('base64'), isBase64Encoded: true });
  });

  it('answers HEAD without a body', async () => {
    serve();
    expect(await call('/callbacks/', { method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  it('keeps the connection', async () => {
    serve();
    const first = await call('/callbacks/', { body: 'one' });
    const second = await call('/callbacks/', { body: 'two' });
    expect(second.localPort).toBe(first.localPort);
  });

  it('lets a sender that waits for it go on', async () => {
    serve();
    const text = await raw(
      'POST /callbacks/ HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\nhi',
    );
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it('answers a sender that waits with too large a body, without reading it', async () => {
    serve();
    const length = 10 * 1024 * 1024 + 1;
    const text = await raw(
      `POST /callbacks/ HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: ${length}\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
  });

  it('reads a body that is too large to its end, so that its sender gets the answer', async () => {
    serve();
    const { status } = await call('/callbacks/', { body: Buffer.alloc(12 * 1024 * 1024) });
    expect(status).toBe(503);
    expect(events).toEqual([]);
  });

  it.each([
    ['an unknown method', 'VIBES /callbacks/ HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['headers without end', `POST /callbacks/ HTTP/1.1\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`],
    ['what is not HTTP', 'hello\r\n\r\n'],
  ])('answers %s as the template says', async (_, text) => {
    serve();
    const answer = await raw(text);
    expect(answer).toMatch(/^HTTP\/1\.1 503 \r\nx-amzn-RequestId: [0-9a-f-]{36}\r\n/);
  });

  it('invokes nothing for a sender that went away in the middle', async () => {
    serve();
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /callbacks/ HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nhalf', () =>
          socket.destroy(),
        );
      });
      socket.on('close', () => resolve());
    });
    await call('/callbacks/', { body: 'whole' });
    expect(events).toHaveLength(1);
  });
});

function fail(error: unknown): never {
  throw error;
}

function serve(api: Record<string, unknown> = {}, certificate: CallerCertificate = 'none'): void {
  const model = readApi({ api, methods: { 'ANY /': {}, 'ANY /{proxy+}': {} }, more: { Answer: unavailable } });
  const gateway = new Gateway(model, async (_arn, event): Promise<InvocationResult> => {
    events.push(JSON.parse(event));
    return { status: 'ok', payload: Buffer.from('{"statusCode":200,"body":"done"}') };
  });
  server.serve(() => gateway, {
    stageNames: ['v2', 'callbacks'],
    hostNames: ['callbacks.example.com'],
    defaultSourceIp: '192.0.2.1',
    certificate,
    control: (_request, response) => response.end('control'),
    onAnswer: (answer) => answers.push(answer),
    onError: fail,
  });
}

describe('a caller who sends a byte now and then', () => {
  beforeEach(async () => {
    server.close();
    server = new GatewayServer({ headersMs: 300, requestMs: 600 });
    port = await server.listen(0);
    serve();
  });

  it.each([
    ['headers', 'POST /callbacks/sms/mo HTTP/1.1\r\nhost: localhost\r\nx-slow: '],
    ['body', 'POST /callbacks/sms/mo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n'],
  ])('of its %s is answered 408, and no other caller waits for it', async (_what, beginning) => {
    const slow = trickle(beginning);
    await slow.begun;
    expect((await call('/callbacks/sms/mo', { body: 'text' })).status).toBe(200);
    expect(await slow.answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(events).toHaveLength(1);
  });
});

/** Sends the beginning at once, and then letters one by one, until the connection ends. */
function trickle(beginning: string) {
  const socket = connect(port, '127.0.0.1', () => socket.write(beginning));
  const begun = new Promise<void>((resolve) => socket.once('connect', resolve));
  const answer = new Promise<string>((resolve) => {
    let text = '';
    const timer = setInterval(() => socket.write('G'), 40);
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(text);
    });
  });
  return { begun, answer };
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly localPort: number | undefined;
}

interface CallOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

function call(path: string, { method = 'POST', headers = {}, body }: CallOptions = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ agent, port, host: '127.0.0.1', path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      const localPort = response.socket.localPort;
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          localPort,
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** What comes back for these very bytes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      answer += chunk;
      if (/HTTP\/1\.1 [2-5]\d\d [\s\S]*\r\n\r\n/.test(answer)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
