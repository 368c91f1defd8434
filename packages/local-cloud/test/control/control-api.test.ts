import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalCloudError } from '../../src/base/local-cloud-error';
import { type ControlPages, type ControlRoutes, createControlApi, readTexts } from '../../src/control/control-api';

const keys = { token: 'a-token', pass: 'a-pass' };
let server: Server;
let errors: unknown[];

afterEach(() => server.close());

describe('the control API', () => {
  it('gives a route the body and answers what it returns', async () => {
    await serve({ 'POST echo': (body) => ({ got: body }) });
    expect(await call('POST', '/_local/echo', '{"a":1}')).toEqual([200, { got: { a: 1 } }]);
  });

  it('takes no body as an empty object', async () => {
    await serve({ 'POST echo': (body) => ({ got: body }) });
    expect(await call('POST', '/_local/echo')).toEqual([200, { got: {} }]);
  });

  it('answers a caller’s mistake with 400 and its sentence', async () => {
    await serve({
      'POST fail': () => {
        throw new LocalCloudError('bad-request', 'Write it otherwise.');
      },
    });
    expect(await call('POST', '/_local/fail')).toEqual([400, { code: 'bad-request', message: 'Write it otherwise.' }]);
    expect(errors).toEqual([]);
  });

  it('answers a body that is not JSON with 400', async () => {
    await serve({ 'POST echo': (body) => body });
    expect(await call('POST', '/_local/echo', '{')).toEqual([
      400,
      { code: 'bad-request', message: 'The body is not JSON.' },
    ]);
  });

  it('answers a fault of its own with 500, and shows it where it runs', async () => {
    const fault = new Error('broken');
    await serve({
      'POST fail': () => {
        throw fault;
      },
    });
    expect((await call('POST', '/_local/fail'))[0]).toBe(500);
    expect(errors).toEqual([fault]);
  });

  it('ends an answer that failed half way, and goes on', async () => {
    const broken: ControlPages['serve'] = async (_path, _request, response) => {
      response.writeHead(200, { 'content-length': 9 }).write('half');
      throw new Error('broken');
    };
    await serve({}, { isOpen: () => false, serve: broken });
    await expect(call('GET', '/_local/page')).rejects.toThrow();
    expect(errors).toEqual([new Error('broken')]);
    expect((await call('POST', '/_local/nothing'))[0]).toBe(404);
  });

  it.each([
    ['that a page in a browser makes', { origin: 'https://example.com' }],
    ['for another host, as after a rebinding', { host: 'example.com' }],
  ])('refuses a call %s', async (_, headers) => {
    const reset = jest.fn();
    await serve({ 'POST reset': reset });
    expect((await call('POST', '/_local/reset', '', headers))[0]).toBe(403);
    expect(reset).not.toHaveBeenCalled();
  });
});

describe('who has not the token', () => {
  it.each([
    ['none', {}],
    ['another', { 'x-local-token': 'another' }],
    ['an empty one', { 'x-local-token': '' }],
    ['the page’s pass in its place', { 'x-local-token': keys.pass }],
    ['another page’s', { 'x-local-page': 'another' }],
    ['an empty page’s', { 'x-local-page': '' }],
    ['the token in the page’s place', { 'x-local-page': keys.token }],
    ['a cookie', { cookie: `local-page-1=${keys.pass}; x-local-token=${keys.token}; token=${keys.token}` }],
    ['the token in the URL', {}, '?token=a-token'],
  ])(
    'but %s is answered 401 with a sentence, and nothing is done',
    async (_, headers: Record<string, string>, query = '') => {
      const reset = jest.fn();
      await serve({ 'POST reset': reset });
      const message = 'Send the token of the data folder (its file "token") as the header x-local-token.';
      expect(await call('POST', `/_local/reset${query}`, '', headers)).toEqual([401, { message }]);
      expect(reset).not.toHaveBeenCalled();
    },
  );

  it('may ask whether the local cloud is ready', async () => {
    await serve({ 'GET health': () => ({ status: 'ready' }) });
    expect(await call('GET', '/_local/health', '', {})).toEqual([200, { status: 'ready' }]);
  });
});

describe('a page in a browser', () => {
  const page = { 'x-local-page': keys.pass };

  it.each(['GET state', 'POST faults', 'DELETE faults', 'POST redrive', 'POST send', 'POST schedules'])(
    'may ask for %s with its pass',
    async (name) => {
      await serve({ [name]: () => ({ done: true }) });
      const [method = '', path] = name.split(' ');
      const { port } = server.address() as AddressInfo;
      const headers = { ...page, origin: `http://127.0.0.1:${port}` };
      expect(await call(method, `/_local/${path}`, '', headers)).toEqual([200, { done: true }]);
    },
  );

  it.each(['POST deploy', 'POST reset', 'POST secrets/mo', 'POST secrets/rbm'])(
    'may not ask for %s, which runs code, or replaces secrets or data',
    async (name) => {
      const route = jest.fn(() => ({ done: true }));
      await serve({ [name]: route });
      const path = `/_local/${name.replace('POST ', '')}`;
      expect((await call('POST', path, '', page))[0]).toBe(401);
      expect((await call('POST', path, '', { ...page, 'x-local-token': 'another' }))[0]).toBe(401);
      expect(route).not.toHaveBeenCalled();
      expect(await call('POST', path)).toEqual([200, { done: true }]);
    },
  );

  it('gets what is open without it, by GET, and nothing else', async () => {
    const pages: ControlPages = {
      isOpen: (path) => path === 'page.js',
      serve: async (_path, _request, response) => {
        response.end('{}');
        return true;
      },
    };
    await serve({}, pages);
    expect((await call('GET', '/_local/page.js', '', {}))[0]).toBe(200);
    expect((await call('POST', '/_local/page.js', '', {}))[0]).toBe(401);
    expect((await call('GET', '/_local/updates', '', {}))[0]).toBe(401);
    expect((await call('GET', '/_local/updates', '', page))[0]).toBe(200);
  });

  it('is given no cookie', async () => {
    await serve({ 'GET state': () => ({}) });
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/_local/state?token=${keys.token}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('set-cookie'), answer.headers.get('location')]).toEqual([
      401,
      null,
      null,
    ]);
  });
});

describe('texts of a body', () => {
  it('are those that are there', () => {
    expect(readTexts({ a: 'x' }, ['a', 'b'])).toEqual({ a: 'x' });
  });

  it.each([[[]], [{ a: 1 }], [{ a: '' }], [{ c: 'x' }], [null]])('are refused in %j', (body) => {
    expect(() => readTexts(body, ['a', 'b'])).toThrow(LocalCloudError);
  });
});

async function serve(routes: ControlRoutes, pages?: ControlPages): Promise<void> {
  errors = [];
  server = createServer(createControlApi(routes, keys, (error) => errors.push(error), pages));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function call(
  method: string,
  path: string,
  body = '',
  headers: Readonly<Record<string, string>> = { 'x-local-token': keys.token },
): Promise<readonly [number | undefined, unknown]> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve([response.statusCode, JSON.parse(text)]));
    });
    request.on('error', reject);
    request.end(body);
  });
}
