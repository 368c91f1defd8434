import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createControlApi } from '../../../../local-cloud/src/control/control-api';
import { Inbox } from '../../../src/start/inbox/inbox';
import { type InboxPagesParts, inboxPages } from '../../../src/start/inbox/inbox-pages';
import type { OutcomeShape } from '../../../src/start/inbox/inbox-shapes';
import { InboxStream } from '../../../src/start/inbox/inbox-stream';
import { at, eventOf, exchangeOf, unrecognizedOf } from './inbox-fixtures';

const keys = { token: 'a-token', pass: 'a-pass' };
let inbox: Inbox;
let stream: InboxStream;
let server: Server;
const opened = jest.fn();
const outcome: OutcomeShape = { channel: 'sms', messageId: 'v1', state: 'sent', version: 1, evidence: [] };
const message = async (event: string | undefined) => (event?.includes('MT Message') ? outcome : undefined);
let dismissedNames = ['unrecognized/x/2026-01-02/e1'];
const lookAtDismissed = jest.fn(async () => inbox.dismissed(new Set(dismissedNames)));
const contents: InboxPagesParts['contents'] = {
  list: () => ({ queues: [], tables: [{ id: 'Orders1', name: 'Orders', isOfApp: true }] }),
  queue: (id) => (id === 'Queue1' ? { messages: [], total: 7 } : undefined),
  table: async (id) => (id === 'Orders1' ? { items: [{ a: 1 }], isPart: false } : undefined),
};

beforeEach(async () => {
  inbox = new Inbox(() => at);
  stream = new InboxStream(inbox);
  const ledgerRow = async (identity: string | undefined) => (identity === undefined ? undefined : { pk: identity });
  const pages = inboxPages({ inbox, stream, ledgerRow, message, contents, lookAtDismissed, onOpen: opened });
  server = createServer(createControlApi({}, keys, fail, pages));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  stream.close();
  server.close();
});

describe('the page', () => {
  it.each(['', 'page.js', 'page.css', 'icon.svg'])('/_local/%s is the same for everybody', async (path) => {
    const page = await fetch(`${origin()}/_local/${path}`);
    expect([page.status, page.headers.get('set-cookie')]).toEqual([200, null]);
  });

  it.each([
    'updates',
    'contents',
    'contents/queues/Queue1',
    'callbacks/1',
    'callbacks/1/body',
    'callbacks/1/event',
    'state',
  ])('/_local/%s wants the pass, or the token', async (path) => {
    inbox.answered(...exchangeOf('r1'));
    expect((await fetch(`${origin()}/_local/${path}`, { headers: { accept: 'text/html' } })).status).toBe(401);
  });

  it('has what is in the inbox with its pass', async () => {
    inbox.answered(...exchangeOf('r1'));
    const answer = await fetch(`${origin()}/_local/callbacks/1/body`, { headers: { 'x-local-page': keys.pass } });
    expect(answer.status).toBe(200);
  });

  it.each(['', 'page.js', 'page.css', 'icon.svg'])('/_local/%s lets in nothing from elsewhere', async (path) => {
    const { headers, status } = await get(path);
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('names nothing that is elsewhere, and has nothing inline', async () => {
    const html = await (await get('')).text();
    expect(html).not.toMatch(/https?:|style=|<style|<script>|\bon\w+=/);
    expect(await (await get('page.css')).text()).not.toMatch(/url\(|@import/);
  });

  it('has its script, with the licence of what is in it', async () => {
    const script = await (await get('page.js')).text();
    expect(script).toContain('MIT licence');
    expect(script.length).toBeLessThan(100_000);
  });
});

describe('one callback', () => {
  beforeEach(() => {
    inbox.answered(...exchangeOf('r1', { body: '<script>alert(1)</script>' }));
    inbox.published(eventOf('r1'));
  });

  it('is shown with its row of the ledger', async () => {
    const answer = await get('callbacks/1');
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toMatchObject({ id: 1, ledger: { pk: 'mo#vibes-1#-' } });
  });

  it.each([
    ['body', '<script>alert(1)</script>'],
    ['event', '"text":"Hello"'],
  ])('has its %s to the letter, as a file that no browser opens', async (part, expected) => {
    const { headers, ...answer } = await get(`callbacks/1/${part}`).then(async (one) => ({
      headers: one.headers,
      text: await one.text(),
    }));
    expect(answer.text).toContain(expected);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="callback-1-${part}.bin"`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['callbacks/2', 'callbacks/1/password', 'callbacks/x', 'constructor'])('%s is not there', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

it('the updates are those of the filter in their URL', async () => {
  inbox.answered(...exchangeOf('r1'));
  inbox.answered(...exchangeOf('r2', { path: '/rbm' }));
  const gone = new AbortController();
  const answer = await get('updates?family=RBM+Event', gone.signal);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const { value } = (await answer.body?.getReader().read()) ?? {};
  const text = Buffer.from(value ?? []).toString();
  expect(text).toContain('event: list');
  expect([text.includes('"requestId":"r2"'), text.includes('"requestId":"r1"')]).toEqual([true, false]);
  expect(opened).toHaveBeenCalled();
  gone.abort();
});

function origin(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function get(path: string, signal?: AbortSignal): Promise<Response> {
  const headers = { 'x-local-token': keys.token };
  return fetch(`${origin()}/_local/${path}`, signal === undefined ? { headers } : { headers, signal });
}

function fail(error: unknown): void {
  throw error;
}

describe('the queues and tables', () => {
  it.each([
    ['contents', contents.list()],
    ['contents/queues/Queue1', { messages: [], total: 7 }],
    ['contents/tables/Orders1', { items: [{ a: 1 }], isPart: false }],
  ])('/_local/%s', async (path, expected) => {
    expect(await (await get(path)).json()).toEqual(expected);
  });

  it.each(['contents/', 'contents/queues/Other', 'contents/tables/Queue1', 'contents/queues/../x'])(
    '/_local/%s is not there',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

it('an unrecognized callback that was dismissed elsewhere is shown as dismissed, until that is undone', async () => {
  inbox.published(unrecognizedOf('r1', 'unrecognized/x/2026-01-02/e1'));
  inbox.published(unrecognizedOf('r2', 'unrecognized/x/2026-01-02/e2'));
  const outcomeOf = async (id: number) =>
    ((await (await get(`callbacks/${id}`)).json()) as { outcome: unknown }).outcome;
  expect([await outcomeOf(1), await outcomeOf(2)]).toEqual(['dismissed', 'unrecognized']);
  dismissedNames = [];
  expect(await outcomeOf(1)).toBe('unrecognized');
});

it('a receipt is shown with what became of its message, another callback is not', async () => {
  inbox.published(eventOf('r1', 'MT Message Response', 'event-1'));
  inbox.published(eventOf('r2', 'MO Message', 'event-2'));
  expect(await (await get('callbacks/1')).json()).toMatchObject({ message: outcome });
  expect(await (await get('callbacks/2')).json()).toMatchObject({ message: null });
});

it('a callback changes when the outcome that it is part of does', () => {
  inbox.published(eventOf('r1', 'MT Message Response'));
  const changed: unknown[] = [];
  inbox.onChange((entry) => changed.push(entry === 'all' ? entry : entry.requestId));
  inbox.outcomeMade(['callback-1', 'of an earlier run']);
  expect(changed).toEqual(['r1']);
});
