import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../../../test/support/until';
import { callbackTypes, scopeRows, withoutTestBody } from '../../src/vibes-api/callback-types';
import { serveVibesApi, type VibesApi, type VibesApiOptions } from '../../src/vibes-api/serve-vibes-api';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(options: VibesApiOptions = {}): Promise<VibesApi> {
  const api = await serveVibesApi({ speed: 1_000_000, ...options });
  open.push(api.close);
  return api;
}

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** As somebody who has read the API's description. */
async function call(api: VibesApi, path: string, { method = 'GET', headers = {}, body }: Call = {}) {
  const response = await fetch(`${api.url}/companies/${api.company}/${path}`, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${api.username}:${api.password}`)}`,
      'x-api-version': '2',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === '' ? undefined : JSON.parse(text) };
}

const callbacks = 'config/callbacks/';
const test201 = 'config/callback_events/test';
const register = (api: VibesApi, body: unknown, headers = {}) =>
  call(api, callbacks, { method: 'POST', body, headers });
const person = (url: string, more: object = {}) => ({ callback_type: 'person_added', destination: { url, ...more } });

/** Somebody's own endpoint, which writes down what it gets. */
async function endpoint(status: () => number = () => 200) {
  const got: { method: string; url: string; contentType: string; body: Record<string, unknown> }[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const body = JSON.parse(Buffer.concat(chunks).toString());
    got.push({ method, url, contentType: headers['content-type'] ?? '', body });
    response.writeHead(status()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

it('registers, lists, shows, updates and cancels', async () => {
  const api = await serve();
  const made = await register(api, person('https://example.com/a', { method: 'PUT' }));
  expect(made.status).toBe(201);
  const id = made.json.callback_id;
  const shown = {
    callback_id: id,
    callback_type: 'person_added',
    destination: { url: 'https://example.com/a', method: 'PUT', content_type: 'application/json' },
    url: `/companies/EXAMPLE/config/callbacks/${id}`,
    created_date: expect.stringMatching(/^\d{4}-/),
    updated_date: expect.stringMatching(/^\d{4}-/),
  };
  expect(made.json).toEqual(shown);
  expect((await call(api, callbacks)).json).toEqual([shown]);
  expect((await call(api, `${callbacks}${id}`)).json).toEqual(shown);
  const update = { method: 'PUT', body: { ...person('https://example.com/b'), end_date: '2030-01-01' } };
  expect(await call(api, `${callbacks}${id}`, update)).toMatchObject({
    status: 200,
    json: { callback_id: id, end_date: '2030-01-01', destination: { url: 'https://example.com/b', method: 'POST' } },
  });
  expect(await call(api, `${callbacks}${id}`, { method: 'DELETE' })).toMatchObject({ status: 200 });
  expect((await call(api, callbacks)).json).toEqual([]);
  for (const method of ['GET', 'DELETE']) expect((await call(api, `${callbacks}${id}`, { method })).status).toBe(404);
  expect((await call(api, `${callbacks}${id}`, update)).status).toBe(404);
});

it('an error is an errors array with messages and codes', async () => {
  const { status, json } = await register(await serve(), {
    callback_type: 'subscription_added',
    destination: { url: 'nowhere' },
    more: 1,
  });
  expect([status, json]).toEqual([
    422,
    {
      errors: [
        { message: 'The subscription_added field is required', code: 1 },
        { message: 'The more field is not known', code: 2 },
        { message: 'The destination.url field must be a URL', code: 3 },
      ],
    },
  ]);
});

describe('refuses', () => {
  const url = 'https://example.com/a';
  it.each([
    ['an unknown type', { callback_type: 'person_gone', destination: { url } }],
    ['no destination', { callback_type: 'person_added' }],
    ['a URL of more than 1024 characters', person(`https://example.com/${'x'.repeat(1_010)}`)],
    ['a method other than POST and PUT', person(url, { method: 'PATCH' })],
    ['another content type', person(url, { content_type: 'text/xml' })],
    ['a date that is none', { ...person(url), end_date: 'tomorrow' }],
    [
      'no source code',
      { callback_type: 'unmatched_message_received', unmatched_message_received: {}, destination: { url } },
    ],
    [
      'an unknown choice',
      { callback_type: 'event_processed', event_processed: { callbacks_to_send: 'some' }, destination: { url } },
    ],
    [
      'a member of another scope',
      { callback_type: 'device_added', device_added: { app_id: 'a', list_id: 'b' }, destination: { url } },
    ],
  ])('%s', async (_what, body) => {
    const api = await serve();
    expect(await register(api, body)).toMatchObject({ status: 422, json: { errors: [{ code: 1 }] } });
    expect(api.registrations()).toEqual([]);
  });

  it('what is no JSON, or does not say so', async () => {
    const api = await serve();
    expect((await register(api, '{')).status).toBe(400);
    expect((await register(api, person(url), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await register(api, person(url), { 'x-api-version': '3' })).status).toBe(400);
  });

  it('wrong credentials, another company and unknown paths', async () => {
    const api = await serve();
    expect((await call(api, callbacks, { headers: { authorization: `Basic ${btoa('a:b')}` } })).status).toBe(401);
    expect((await call(api, `../OTHER/${callbacks}`)).status).toBe(404);
    expect((await call(api, 'config')).status).toBe(404);
    expect((await call(api, callbacks, { method: 'PATCH' })).status).toBe(405);
  });

  it('the 101st call of a second, without Retry-After; the next second is free', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    const api = await serve({ now: () => nowMs });
    for (let count = 0; count < 100; count += 1) expect((await call(api, callbacks)).status).toBe(200);
    const { status, headers } = await call(api, callbacks);
    expect([status, headers.get('retry-after')]).toEqual([429, null]);
    nowMs += 1_000;
    expect((await call(api, callbacks)).status).toBe(200);
  });
});

describe('how many registrations', () => {
  it('up to 50 URLs, of which one may be registered twice', async () => {
    const api = await serve();
    for (let n = 0; n < 50; n += 1) expect((await register(api, person(`https://example.com/${n}`))).status).toBe(201);
    expect((await register(api, person('https://example.com/49'))).status).toBe(201);
    expect((await register(api, person('https://example.com/50'))).status).toBe(422);
  });

  it('one for each type, by the rule that contradicts it', async () => {
    const api = await serve({ rules: ['one-per-type'] });
    const { json } = await register(api, person('https://example.com/a'));
    expect((await register(api, person('https://example.com/b'))).status).toBe(422);
    const moved = { method: 'PUT', body: person('https://example.com/b') };
    expect((await call(api, `${callbacks}${json.callback_id}`, moved)).status).toBe(200);
  });
});

describe('other rules', () => {
  it('page-names', async () => {
    const api = await serve({ rules: ['page-names'] });
    const destination = { url: 'https://example.com/a' };
    const body = { callback_type: 'device_removed', device_removed: { app_id: 'app-1' }, destination };
    const { json } = await register(api, body);
    expect(json).toMatchObject({ device_added: { app_id: 'app-1' }, created_at: expect.any(String) });
    expect(json).not.toHaveProperty('created_date');
  });

  it('empty-201', async () => {
    const { status, json } = await register(await serve({ rules: ['empty-201'] }), person('https://example.com/a'));
    expect([status, json]).toEqual([201, undefined]);
  });

  it('client-certificate: without TLS nobody has one', async () => {
    expect((await call(await serve({ rules: ['client-certificate'] }), callbacks)).status).toBe(403);
  });
});

describe('a test event', () => {
  const added = (id: string) => ({ callback_type: 'subscription_added', subscription: { subscription_list: { id } } });

  it('goes to every URL of its type and scope, by the method that each has', async () => {
    const [api, ours, other] = [await serve(), await endpoint(), await endpoint()];
    const scoped = (url: string, id: string, more = {}) => ({
      callback_type: 'subscription_added',
      subscription_added: { list_id: id },
      destination: { url, ...more },
    });
    await register(api, scoped(ours.url, '77'));
    await register(api, scoped(`${other.url}?a=1`, '77', { method: 'PUT', content_type: 'text/json' }));
    await register(api, scoped(other.url, '78'));
    const { status, json } = await call(api, test201, { method: 'POST', body: added('77') });
    expect([status, json]).toEqual([201, { message: expect.any(String), event_id: expect.any(String) }]);
    await until(() => ours.got.length + other.got.length === 2);
    const event = {
      event_id: json.event_id,
      callback_type: 'subscription_added',
      subscription: { subscription_list: { id: '77' } },
    };
    expect(ours.got).toMatchObject([{ method: 'POST', url: '/hook', contentType: 'application/json', body: event }]);
    expect(other.got).toMatchObject([{ method: 'PUT', url: '/hook?a=1', contentType: 'text/json', body: event }]);
  });

  it('needs an active registration', async () => {
    const api = await serve();
    await register(api, { ...person('https://example.com/a'), end_date: '2020-01-01' });
    await register(api, { ...person('https://example.com/a'), start_date: '2099-01-01' });
    expect(await call(api, test201, { method: 'POST', body: { callback_type: 'person_added' } })).toMatchObject({
      status: 404,
      json: { errors: [{ message: 'An active callback does not exist' }] },
    });
  });

  it('has the elements that its type requires', async () => {
    const api = await serve();
    const ask = async (body: unknown) => (await call(api, test201, { method: 'POST', body })).status;
    expect(await ask({ callback_type: 'ack_participant_added' })).toBe(422);
    expect(await ask({ callback_type: 'subscription_added' })).toBe(422);
    expect(await ask({ callback_type: 'person_added', subscription: {} })).toBe(422);
    for (const type of withoutTestBody) expect(await ask({ callback_type: type })).toBe(422);
  });
});

it('what a registration with version 1 gets has numbers without country code', async () => {
  const [api, first, second] = [await serve(), await endpoint(), await endpoint()];
  await register(api, person(first.url), { 'x-api-version': '1' });
  await register(api, person(second.url));
  const [registration] = api.registrations();
  if (registration === undefined) throw new Error('nothing is registered');
  await api.happen(registration);
  const numberIn = ({ body }: (typeof first.got)[number]) =>
    (body.person as { mobile_phone: { mdn: string } }).mobile_phone.mdn;
  const [old, current] = [first.got.map(numberIn)[0] ?? '', second.got.map(numberIn)[0]];
  expect(old).toMatch(/^\d{10}$/);
  expect(current).toBe(`+1${old}`);
});

it('what a registration of each type is called with has what it was registered for', async () => {
  const [api, own] = [await serve(), await endpoint()];
  const scope: Readonly<Record<string, string>> = {
    ...{
      campaign_id: 'c1',
      list_id: 'l1',
      app_id: 'a1',
      campaign_token: 't1',
      source_code: '00001',
      event_type: 'sold',
    },
  };
  for (const type of callbackTypes) {
    const members = scopeRows[type].members.filter((name) => name in scope);
    const asked =
      members.length === 0 ? {} : { [type]: Object.fromEntries(members.map((name) => [name, scope[name]])) };
    const body = { callback_type: type, ...asked, destination: { url: own.url } };
    expect((await register(api, body)).status).toBe(201);
  }
  for (const registration of api.registrations()) await api.happen(registration);
  expect(own.got.map(({ body }) => body.callback_type)).toEqual([...callbackTypes]);
  const text = JSON.stringify(own.got);
  for (const value of Object.values(scope)) expect(text).toContain(JSON.stringify(value));
});

it('a 4XX is final, a 5XX is tried again', async () => {
  const answers = [404, 503, 503, 200];
  const [api, own] = [await serve(), await endpoint(() => answers.shift() ?? 200)];
  await register(api, person(own.url));
  const [registration] = api.registrations();
  if (registration === undefined) throw new Error('nothing is registered');
  expect(await api.happen(registration)).toMatchObject([{ outcome: 'refused' }]);
  expect(await api.happen(registration)).toMatchObject([{ outcome: 'accepted' }]);
  expect(own.got).toHaveLength(4);
});
