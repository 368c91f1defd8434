import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readOptions } from '../../src/simulator/options';
import { simulate } from '../../src/simulator/simulate';
import { serveVibesApi, type VibesApi } from '../../src/vibes-api/serve-vibes-api';

const observer = {
  watcher: { start: () => undefined, settled: () => undefined, say: () => undefined, stop: () => undefined },
  interrupted: new AbortController().signal,
};
const got: { readonly method: string; readonly url: string; readonly body: string }[] = [];
let api: VibesApi;
let server: http.Server;
let at: string;

beforeEach(async () => {
  got.length = 0;
  api = await serveVibesApi();
  process.env.VIBES_API_PASSWORD = api.password;
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    got.push({ method: request.method ?? '', url: request.url ?? '', body: Buffer.concat(chunks).toString() });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  delete process.env.VIBES_API_PASSWORD;
  await api.close();
  await new Promise((resolve) => server.close(resolve));
});

async function register(body: object, version: string): Promise<void> {
  const response = await fetch(`${api.url}/companies/${api.company}/config/callbacks/`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${api.username}:${api.password}`)}`,
      'content-type': 'application/json',
      'x-api-version': version,
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
}

const run = (...words: string[]) =>
  simulate(readOptions(['--vibes-api', api.url, '--callbacks', '4', '--no-keep-alive', ...words]), 1, observer);

it('sends each event to every URL that is registered for it, as it is registered', async () => {
  await register({ callback_type: 'person_added', destination: { url: `${at}/old`, method: 'PUT' } }, '1');
  await register({ callback_type: 'person_added', destination: { url: `${at}/new` } }, '2');
  const { delivery } = await run();
  expect(delivery).toMatchObject({ sent: 4, accepted: 4 });
  const [old, current] = ['/old', '/new'].map((path) => got.filter(({ url }) => url === path));
  expect([old?.map(({ method }) => method), current?.map(({ method }) => method)]).toEqual([
    ['PUT', 'PUT'],
    ['POST', 'POST'],
  ]);
  const ids = (some: typeof got = []) => some.map(({ body }) => JSON.parse(body).event_id).sort();
  expect(ids(old)).toEqual(ids(current));
  expect(old?.every(({ body }) => /"mdn":"\d{10}"/.test(body))).toBe(true);
  expect(current?.every(({ body }) => body.includes('"mdn":"+1'))).toBe(true);
});

it('where it cannot, says what to do', async () => {
  await expect(run()).rejects.toThrow('Nothing is registered there');
  await register({ callback_type: 'person_added', destination: { url: 'https://example.com/a' } }, '2');
  await expect(run()).rejects.toThrow('not on this machine: add --allow-load');
  process.env.VIBES_API_PASSWORD = 'wrong';
  await expect(run()).rejects.toThrow('Set VIBES_API_PASSWORD');
  expect(() => readOptions(['--vibes-api', 'https://public-api.vibescm.com'])).toThrow('--vibes-api is the stand-in');
});
