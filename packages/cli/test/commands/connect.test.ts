import {
  type ApiFault,
  serveVibesApi,
  type VibesApi,
  type VibesApiOptions,
} from '../../../proof/src/vibes-api/serve-vibes-api';
import { connect } from '../../src/commands/connect';
import { connectPlatform } from '../../src/commands/connect-platform';
import { connectScopes } from '../../src/commands/connect-scopes';
import { connectStatus } from '../../src/commands/connect-status';
import { connectTest } from '../../src/commands/connect-test';
import type { Answer, OpsCommand } from '../../src/frame/command';
import type { Io } from '../../src/frame/io';
import { NothingChanged, OpsError } from '../../src/frame/ops-error';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const url = 'https://example.com/callbacks/platform';
const outputs = {
  ...{
    PlatformUrl: url,
    SmsMoUrl: 'https://example.com/callbacks/sms/mo',
    MmsMoUrl: 'https://example.com/callbacks/mms/mo',
  },
  ...{ RbmUrl: 'https://example.com/callbacks/rbm', SmsReceiptUrl: 'https://example.com/callbacks/sms/receipt' },
  ...{ MmsReceiptUrl: 'https://example.com/callbacks/mms/receipt', MoUserName: 'vibes', VibesRegion: 'US' },
  ConsumerLogGroupName: 'consumer',
};
const other = 'https://crm.example.com/hook';
const nowMs = Date.UTC(2026, 5, 1);
let api: VibesApi;

const serve = async (options: VibesApiOptions = {}) => {
  api = await serveVibesApi({ now: () => nowMs, ...options });
};
afterEach(() => api?.close());

interface World {
  readonly answers?: OpsAnswers;
  readonly io?: Partial<Io>;
  /** @default true */
  readonly json?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
type Json = any;

/** What a command answers, with `--json`, or the sentence and exit code that it ends with. */
async function ran(command: OpsCommand, words: readonly string[], { answers, io, json = true }: World = {}) {
  const env = { VIBES_API_PASSWORD: api?.password };
  const { context, notes } = givenOps({
    ...{ outputs, nowMs, answers: { FilterLogEvents: () => ({ events: [] }), ...answers } },
    ...{ io: { env, ...io }, options: { json } },
  });
  let answer: Answer | undefined;
  const program = command.toCommander(async (_options, execute) => {
    answer = await execute(context);
  });
  try {
    await program.exitOverride().parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return {
      code: 2,
      json: undefined as Json,
      text: '',
      notes: notes.join('\n'),
      error: error.message,
      errorCode: error.code,
    };
  }
  const said = { notes: notes.join('\n'), error: '', errorCode: '' };
  return { code: answer?.code, json: answer?.json as Json, text: answer?.text() ?? '', ...said };
}

const door = () => ['--company', api.company, '--user', api.username, '--api', api.url];
const platform = (types: string, ...more: string[]) =>
  ran(connectPlatform, [...door(), '--types', types, '--yes', ...more]);
const status = (...more: string[]) => ran(connectStatus, [...door(), ...more]);
const registered = () => api.registrations().map(({ type, destination }) => [type, destination.url]);

/** As another user registers. */
async function fromOutside(body: object, method = 'POST', id = ''): Promise<void> {
  const response = await fetch(`${api.url}/companies/${api.company}/config/callbacks/${id}`, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${api.username}:${api.password}`)}`,
      'content-type': 'application/json',
      'x-api-version': '2',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}
const person = (at: string, more: object = {}) => ({
  callback_type: 'person_added',
  destination: { url: at },
  ...more,
});

describe('connect', () => {
  it('prints what to send, what to submit and what to register, with the URLs of this stack', async () => {
    const { code, json, text } = await ran(connect, []);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      letter: {
        username: 'vibes',
        urls: [{ url: outputs.SmsMoUrl }, { url: outputs.MmsMoUrl }, { url: outputs.RbmUrl }],
      },
      submissions: { sms: { url: outputs.SmsReceiptUrl }, mms: { url: outputs.MmsReceiptUrl } },
      callbackApi: { url, hosts: ['https://public-api.vibescm.com'], headers: { 'X-API-Version': '2' } },
    });
    expect(text).toContain(`<receiptOption callbackUrl="${outputs.SmsReceiptUrl}">ERROR</receiptOption>`);
    expect(text).toContain(`X-Vibes-DlrCallbackUrl: ${outputs.MmsReceiptUrl}`);
    const [letter = ''] = text.split('2. Receipts');
    for (const name of ['SmsMoUrl', 'MmsMoUrl', 'RbmUrl'] as const) expect(letter).toContain(outputs[name]);
    for (const name of ['SmsReceiptUrl', 'MmsReceiptUrl', 'PlatformUrl'] as const)
      expect(letter).not.toContain(outputs[name]);
  });
});

describe('connect platform', () => {
  it('registers what is asked for; a second run changes nothing', async () => {
    await serve();
    const types = 'subscription_added:list_id=77,person_added';
    const first = await platform(types);
    expect(first.code).toBe(0);
    expect(first.json.plan).toMatchObject([
      { type: 'subscription_added', scope: { list_id: '77' }, url, action: 'create', callbackId: null },
      { type: 'person_added', scope: {}, url, action: 'create', callbackId: null },
    ]);
    const ids = api.registrations().map(({ id }) => id);
    expect(first.json.applied).toMatchObject(ids.map((callbackId) => ({ callbackId, status: 'done' })));
    expect(api.registrations()).toMatchObject([
      { version: 2, scope: { list_id: '77' }, destination: { url, method: 'POST', contentType: 'application/json' } },
      { version: 2, scope: {} },
    ]);
    const second = await platform(types);
    expect([second.code, second.json.applied]).toEqual([0, []]);
    expect(second.json.plan).toMatchObject(ids.map((callbackId) => ({ action: 'same', callbackId })));
    expect(api.calls.POST).toBe(2);
  });

  it('finds its id where the answer has no body', async () => {
    await serve({ rules: ['empty-201'] });
    const { json } = await platform('person_added');
    expect(json.applied).toMatchObject([{ callbackId: api.registrations()[0]?.id, status: 'done' }]);
  });

  it('has a dry run and asks first', async () => {
    await serve();
    const words = [...door(), '--types', 'person_added'];
    expect(await ran(connectPlatform, [...words, '--dry-run'])).toMatchObject({
      code: 0,
      json: { plan: [{ action: 'create' }], applied: [] },
    });
    expect(await ran(connectPlatform, words)).toMatchObject({ code: 2, errorCode: 'no-confirmation' });
    expect(registered()).toEqual([]);
  });

  it('leaves a registration at another URL alone, and says so with 1', async () => {
    await serve();
    await fromOutside(person(other));
    const { code, json } = await platform('person_added');
    expect(code).toBe(1);
    expect(json.plan).toMatchObject([
      { action: 'create', url },
      { action: 'leave', url: other },
    ]);
    expect(registered()).toEqual([
      ['person_added', other],
      ['person_added', url],
    ]);
  });

  it('a refusal of Vibes is an answer: the rest is done', async () => {
    await serve({ rules: ['one-per-type'] });
    await fromOutside(person(other));
    const { code, json, notes } = await platform('person_added,person_updated');
    expect(code).toBe(1);
    expect(json.applied).toMatchObject([
      { type: 'person_added', status: 'refused', reason: expect.stringContaining('--replace') },
      { type: 'person_updated', status: 'done' },
    ]);
    expect(notes).toContain('already registered');
    expect(registered()).toEqual([
      ['person_added', other],
      ['person_updated', url],
    ]);
  });

  it('--replace moves it, and cancels what is too many', async () => {
    await serve();
    await fromOutside(person(other));
    await fromOutside(person('https://second.example.com/'));
    const { code, json } = await platform('person_added', '--replace');
    expect(code).toBe(0);
    expect(json.plan).toMatchObject([
      { action: 'replace', call: 'PUT' },
      { action: 'replace', call: 'DELETE' },
    ]);
    expect(json.applied).toMatchObject([{ status: 'done' }, { status: 'done' }]);
    expect(registered()).toEqual([['person_added', url]]);
    expect(await platform('person_added', '--replace')).toMatchObject({ code: 0, json: { applied: [] } });
  });

  it('--replace moves the one that works, not one that has ended', async () => {
    await serve();
    await fromOutside(person(other, { end_date: '2026-01-01' }));
    await fromOutside(person('https://second.example.com/'));
    const { json } = await platform('person_added', '--replace');
    expect(json.plan).toMatchObject([
      { url: 'https://second.example.com/', call: 'PUT' },
      { url: other, call: 'DELETE' },
    ]);
  });

  it('--replace cancels none where Vibes refuses the one that is to stay', async () => {
    await serve();
    await fromOutside(person(other));
    await fromOutside(person('https://second.example.com/'));
    api.fail({ mode: 404, method: 'PUT' });
    const { code, json } = await platform('person_added', '--replace');
    expect([code, json.applied]).toMatchObject([1, [{ status: 'refused' }, { status: 'not-tried' }]]);
    expect(registered()).toHaveLength(2);
  });

  it('cancels a second one at this URL, and leaves those at another', async () => {
    await serve();
    for (const at of [url, url, other]) await fromOutside(person(at));
    expect(await platform('person_added')).toMatchObject({ code: 1, json: { applied: [{ status: 'done' }] } });
    expect(registered()).toEqual([
      ['person_added', url],
      ['person_added', other],
    ]);
  });

  it.each([
    ['has ended', { end_date: '2026-01-01' }, {}],
    ['ends soon', { end_date: '2026-06-10' }, {}],
    ['begins later', { start_date: '2027-01-01' }, {}],
    ['calls with PUT', {}, { method: 'PUT' }],
  ])('updates its own one that %s', async (_what, more, destination) => {
    await serve();
    await fromOutside({ ...person(url, more), destination: { url, ...destination } });
    expect(await platform('person_added')).toMatchObject({
      code: 0,
      json: { plan: [{ action: 'update' }], applied: [{ status: 'done' }] },
    });
    expect(api.registrations()).toMatchObject([{ endDate: null, startDate: null, destination: { method: 'POST' } }]);
    expect((await platform('person_added')).json.applied).toEqual([]);
  });

  it('event_processed without a scope is the one for all', async () => {
    await serve();
    await platform('event_processed');
    expect(api.registrations()).toMatchObject([{ scope: { callbacks_to_send: 'all' } }]);
    expect((await platform('event_processed')).json.plan).toMatchObject([{ action: 'same' }]);
  });

  describe('when the API fails', () => {
    const modes: readonly ApiFault['mode'][] = [401, 404, 429, 500, 'half-a-page', 'html', 'reset'];

    it.each(modes)('%s before anything is changed is one sentence, and 2', async (mode) => {
      await serve();
      api.fail({ mode });
      const { code, error, json } = await platform('person_added');
      expect([code, json]).toEqual([2, undefined]);
      expect(error).toMatch(/^Vibes' API at 127\.0\.0\.1:\d+ .*\.$/);
      expect(error).not.toContain(api.password);
      expect(registered()).toEqual([]);
    });

    it.each(modes)('%s in the middle: reports what is done, and the next run finishes it', async (mode) => {
      await serve();
      api.fail({ mode, method: 'POST', after: 1, count: mode === 429 ? 4 : 1 });
      const types = 'person_added,person_updated,company_participant_added';
      const first = await platform(types);
      expect(first.code).toBe(1);
      expect(first.json.applied[0]).toMatchObject({ type: 'person_added', status: 'done' });
      expect(first.json.applied.map(({ status: one }: Json) => one)).toContain(mode === 404 ? 'refused' : 'not-tried');
      api.fail();
      const second = await platform(types);
      expect(second.code).toBe(0);
      expect(second.json.plan[0]).toMatchObject({ type: 'person_added', action: 'same' });
      expect(
        registered()
          .map(([type]) => type)
          .sort(),
      ).toEqual(types.split(',').sort());
    });

    it('an update that failed is not done because the registration is listed', async () => {
      await serve();
      await fromOutside(person(url, { end_date: '2026-01-01' }));
      api.fail({ mode: 500, method: 'PUT' });
      expect(await platform('person_added')).toMatchObject({ code: 1, json: { applied: [{ status: 'failed' }] } });
    });

    it('an answer that was lost is not a registration that was not made', async () => {
      await serve();
      // It is carried out, and half of the answer comes back.
      api.fail({ mode: 'half-a-page', method: 'POST', count: 1 });
      const { code, json } = await platform('person_added');
      expect([code, json.applied]).toMatchObject([0, [{ status: 'done', reason: expect.stringContaining('lost') }]]);
      expect(registered()).toHaveLength(1);
    });
  });

  it.each([
    [['--types', 'person_gone'], 'There is no callback type "person_gone".'],
    [['--types', 'constructor'], 'There is no callback type "constructor".'],
    [['--types', 'subscription_added'], 'subscription_added needs list_id: write subscription_added:list_id=<value>.'],
    [['--types', 'subscription_added:id=1'], 'subscription_added needs list_id'],
    [['--types', 'person_added:list_id=1'], 'person_added has no scope'],
    [[], 'Say which events to register'],
    [['--types', 'person_added', '--api', 'http://public-api.vibescm.com'], '--api must be a URL with https'],
    [['--types', 'person_added', '--company', 'a/b'], '"a/b" is not the key of a company.'],
    [
      ['--types', 'person_added', '--cert', __filename, '--key', __filename],
      'must be a certificate and its private key',
    ],
  ])('%j is asked wrongly', async (words, sentence) => {
    await serve();
    const { code, error } = await ran(connectPlatform, [...door(), ...words, '--yes']);
    expect(code).toBe(2);
    expect(error).toContain(sentence);
    expect(api.calls).toEqual({});
  });
});

describe('the credentials', () => {
  const words = () => ['--company', api.company, '--api', api.url, '--types', 'person_added', '--yes'];

  it('come from a secret', async () => {
    await serve();
    const SecretString = JSON.stringify({ username: api.username, password: api.password });
    const answers = { GetSecretValue: [{ SecretString }] };
    const io = { env: {} };
    expect(await ran(connectPlatform, [...words(), '--secret', 'vibes-api'], { answers, io })).toMatchObject({
      code: 0,
    });
  });

  it.each([
    ['{"username":"a"}', 'no-vibes-credentials'],
    ['a password', 'no-vibes-credentials'],
  ])('a secret with %s is refused, without its value', async (SecretString, errorCode) => {
    await serve();
    const answers = { GetSecretValue: [{ SecretString }] };
    const found = await ran(connectPlatform, [...words(), '--secret', 'vibes-api'], { answers, io: { env: {} } });
    expect(found).toMatchObject({ code: 2, errorCode });
    expect(found.error).not.toContain(SecretString);
  });

  it('a secret that there is not is a sentence', async () => {
    await serve();
    const { ResourceNotFoundException } = await import('@aws-sdk/client-secrets-manager');
    const missing = new ResourceNotFoundException({ message: 'none', $metadata: {} });
    const answers = { GetSecretValue: [missing] };
    expect(await ran(connectPlatform, [...words(), '--secret', 'x'], { answers })).toMatchObject({
      code: 2,
      error: 'There is no secret x in this account and Region.',
    });
    const denied = { GetSecretValue: [awsFailure('AccessDeniedException')] };
    await expect(ran(connectPlatform, [...words(), '--secret', 'x'], { answers: denied })).rejects.toThrow(
      'AccessDenied',
    );
  });

  it('Ctrl-C at the question for the password is an interruption', async () => {
    await serve();
    const io = { env: {}, isInteractive: true, askSecret: async () => undefined };
    const asked = ran(connectPlatform, [...words(), '--user', 'a'], { io, json: false });
    await expect(asked).rejects.toEqual(new NothingChanged(130));
    await expect(asked).rejects.toMatchObject({ code: 130 });
  });

  it('with --json asks nothing', async () => {
    await serve();
    const io = { env: {} };
    expect(await ran(connectPlatform, [...words(), '--user', 'a'], { io })).toMatchObject({
      code: 2,
      errorCode: 'no-vibes-credentials',
    });
    expect(await ran(connectPlatform, words(), { io })).toMatchObject({ code: 2, errorCode: 'no-vibes-credentials' });
  });
});

it('connect scopes lists what a registration can be narrowed to, as it is typed', async () => {
  await serve();
  const { code, json } = await ran(connectScopes, door());
  expect(code).toBe(0);
  expect(json.scopes.map(({ write }: Json) => write)).toEqual([
    'subscription_added:list_id=77',
    'subscription_added:list_id=78',
    'ack_participant_added:campaign_id=ACQ1234567',
    'unmatched_message_received:source_code=00000',
  ]);
  expect(json.scopes[0]).toMatchObject({
    name: 'Spring offers',
    types: ['subscription_added', 'subscription_removed'],
  });
});

it('connect scopes of a company that Vibes does not know is not an empty list', async () => {
  await serve();
  const words = ['--company', 'OTHER', '--user', api.username, '--api', api.url];
  expect(await ran(connectScopes, words)).toMatchObject({ code: 2, errorCode: 'vibes-api-not-found' });
});

describe('connect status', () => {
  it('is fine with registrations at this stack, whatever others there are', async () => {
    await serve();
    await platform('person_added');
    await fromOutside(person(other));
    const { code, json } = await status();
    expect([code, json.ok, json.missing]).toEqual([0, true, []]);
    expect(json.registrations).toMatchObject([
      { type: 'person_added', scope: {}, url, callbackId: expect.any(String), verdict: 'ours' },
      { url: other, verdict: 'other-url' },
    ]);
  });

  it.each([
    ['other-url', person(other), ['person_added'], 'connect platform --types person_added --replace'],
    ['ended', person(url, { end_date: '2026-05-31' }), [], 'connect platform --types person_added'],
    ['ends-soon', person(url, { end_date: '2026-06-20' }), [], 'connect platform --types person_added'],
    [
      'other-method',
      { ...person(url), destination: { url, method: 'PUT' } },
      [],
      'connect platform --types person_added',
    ],
  ])('%s is a difference, with the line to type', async (verdict, body, missing, line) => {
    await serve();
    await fromOutside(body);
    const { code, json, notes } = await status();
    expect([code, json.ok, json.missing]).toEqual([1, false, missing]);
    expect(json.registrations).toMatchObject([{ verdict }]);
    expect(notes).toContain(line);
  });

  it('a second one at this URL is a duplicate', async () => {
    await serve();
    for (const _ of [1, 2]) await fromOutside(person(url));
    expect(await status()).toMatchObject({
      code: 1,
      json: { registrations: [{ verdict: 'ours' }, { verdict: 'duplicate' }] },
    });
    expect(await platform('person_added')).toMatchObject({ code: 0 });
    expect(await status()).toMatchObject({ code: 0 });
  });

  it('takes no registration from another URL without saying that both can get the events', async () => {
    await serve();
    await fromOutside({
      callback_type: 'event_processed',
      event_processed: { event_type: 'Big Sale' },
      destination: { url: other },
    });
    const line = "connect platform --types 'event_processed:event_type=Big Sale'";
    expect((await status()).notes).toContain(`"${line}" if both should get it, "${line} --replace" to move it here`);
  });

  it('nothing registered is a difference, and so is a type that is expected', async () => {
    await serve();
    expect(await status()).toMatchObject({ code: 1, json: { ok: false, registrations: [], missing: [] } });
    await platform('person_added');
    const types = ['--types', 'person_added,person_updated'];
    expect(await status(...types)).toMatchObject({ code: 1, json: { missing: ['person_updated'] } });
  });

  it('a number without country code is the sign of version 1', async () => {
    await serve();
    await platform('person_added');
    const answers = { FilterLogEvents: () => ({ events: [{ timestamp: nowMs, message: '{"code":"Published"}' }] }) };
    const { code, json, notes } = await ran(connectStatus, door(), { answers });
    expect([code, json.ok, json.withoutCountryCode]).toEqual([1, false, 1]);
    expect(notes).toContain('API version 1');
  });

  it('a number without country code is found behind pages of the log that have none', async () => {
    await serve();
    await platform('person_added');
    const FilterLogEvents = ({ nextToken = '0' }) => {
      const page = Number(nextToken);
      return page < 5
        ? { events: [], nextToken: String(page + 1) }
        : { events: [{ timestamp: nowMs, message: '{"code":"Published"}' }] };
    };
    const { json } = await ran(connectStatus, door(), { answers: { FilterLogEvents } });
    expect(json.withoutCountryCode).toBe(1);
  });
});

describe('connect test', () => {
  const test = (type: string, ...more: string[]) => ran(connectTest, [...door(), '--type', type, '--yes', ...more]);

  it('refuses types without a documented test event', async () => {
    await serve();
    for (const type of ['unmatched_message_received', 'wallet_item_install']) {
      expect(await test(type)).toMatchObject({ code: 2, error: expect.stringContaining('documents no test event') });
    }
    expect(api.calls).toEqual({});
  });

  it('sends nothing where this stack would not get it', async () => {
    await serve();
    await fromOutside(person(other));
    expect(await test('person_added')).toMatchObject({
      code: 1,
      json: { eventId: null, arrived: false, diagnosis: expect.stringContaining('Nothing was sent') },
    });
    expect(api.calls.POST).toBe(1);
  });

  it('names the other URLs that will get it before it asks', async () => {
    await serve();
    await fromOutside(person(other));
    await platform('person_added');
    const { code, json, notes } = await ran(connectTest, [...door(), '--type', 'person_added', '--dry-run']);
    expect([code, json.alsoSentTo]).toEqual([0, [other]]);
    expect(notes).toContain(`Vibes sends it to these URLs as well: ${other}.`);
  });

  it('names those of another scope, where the test event has none', async () => {
    await serve();
    await fromOutside({
      callback_type: 'event_processed',
      event_processed: { event_type: 'B' },
      destination: { url: other },
    });
    await platform('event_processed:event_type=A');
    expect(await test('event_processed:event_type=A', '--dry-run')).toMatchObject({ json: { alsoSentTo: [other] } });
  });
});
