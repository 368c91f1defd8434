import { type ApiFault, serveVibesApi, type VibesApi } from '../../../proof/src/vibes-api/serve-vibes-api';
import { createVibesApiClient, VibesApiError } from '../../src/vibes-api/client';

let api: VibesApi;
const paused: number[] = [];

beforeEach(async () => {
  api = await serveVibesApi();
  paused.length = 0;
});
afterEach(() => api.close());

interface Given {
  readonly password?: string;
  readonly company?: string;
  readonly url?: string;
}

/** Patient, except where giving up is what is tested. */
function client(more: Given = {}, timeoutMs = 60_000) {
  const { url, company, username, password } = api;
  const io = { pause: async (ms: number) => void paused.push(ms), interrupted: new AbortController().signal };
  return createVibesApiClient({ url, company, username, password, ...more }, io, timeoutMs);
}

/** The sentence that a call ends with. */
async function failure(call: Promise<unknown>): Promise<{ readonly kind: string; readonly message: string }> {
  const error = await call.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof VibesApiError)) throw error;
  return { kind: error.kind, message: error.message };
}

describe('each failure is one sentence', () => {
  it.each<[ApiFault['mode'], string, string]>([
    [
      401,
      'unauthorized',
      'rejects the user name or password: check --user and --api (users of the US and the EU host differ).',
    ],
    [404, 'not-found', 'answered 404 (As it was asked to): check --company (EXAMPLE) and --api.'],
    [429, 'busy', 'answers 429 (too many requests): try again in a minute.'],
    [500, 'failed', 'answered 500: try again later.'],
    ['timeout', 'failed', 'did not answer within 1 s: try again later.'],
    ['half-a-page', 'failed', 'broke off in the middle of its answer.'],
    ['html', 'failed', 'answered 502 with a web page instead of JSON: check --api.'],
    ['reset', 'failed', 'cannot be reached (ECONNRESET): check the network and --api.'],
  ])('%s', async (mode, kind, sentence) => {
    api.fail({ mode });
    const host = new URL(api.url).host;
    const { registrations } = client({}, mode === 'timeout' ? 300 : undefined);
    expect(await failure(registrations())).toEqual({ kind, message: `Vibes' API at ${host} ${sentence}` });
  });

  it('a host that does not listen', async () => {
    expect(await failure(client({ url: 'http://127.0.0.1:1' }).registrations())).toEqual({
      kind: 'failed',
      message: "Vibes' API at 127.0.0.1:1 cannot be reached (ECONNREFUSED): check the network and --api.",
    });
  });

  it('what Vibes says is in it', async () => {
    const call = client().create({ callback_type: 'person_added', destination: { url: 'nowhere' } });
    expect(await failure(call)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('answered 422 (The destination.url field must be a URL).'),
    });
  });
});

it('after a 429 it waits and asks again: that call was not carried out', async () => {
  api.fail({ mode: 429, count: 2 });
  expect(await client().registrations()).toEqual([]);
  expect(paused).toEqual([1_000, 2_000]);
});

it('registers with version 2', async () => {
  await client().create({ callback_type: 'person_added', destination: { url: 'https://example.com/a' } });
  expect(api.registrations()).toMatchObject([{ type: 'person_added', version: 2 }]);
});

it('distinguishes wrong credentials from another company', async () => {
  expect((await failure(client({ password: 'wrong' }).registrations())).kind).toBe('unauthorized');
  expect((await failure(client({ company: 'OTHER' }).registrations())).kind).toBe('not-found');
});

it('an answer without a body is one as well', async () => {
  await api.close();
  api = await serveVibesApi({ rules: ['empty-201'] });
  const body = { callback_type: 'person_added', destination: { url: 'https://example.com/a' } };
  expect(await client().create(body)).toBeUndefined();
  expect(await client().registrations()).toMatchObject([{ type: 'person_added', url: 'https://example.com/a' }]);
});

it('reads the names that the page has, and its scope of a removed device', async () => {
  await api.close();
  api = await serveVibesApi({ rules: ['page-names'] });
  const destination = { url: 'https://example.com/a' };
  await client().create({ callback_type: 'device_removed', device_removed: { app_id: 'app-1' }, destination });
  expect(await client().registrations()).toMatchObject([
    { type: 'device_removed', scope: { app_id: 'app-1' }, createdAt: expect.stringMatching(/^\d{4}-/) },
  ]);
});
