import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../../../scripts/pictures/launch-browser';
import type { InboxPagesParts } from '../../../src/start/inbox/inbox-pages';
import type { OutcomeShape } from '../../../src/start/inbox/inbox-shapes';
import { violations } from '../../support/axe-violations';
import { type ServedPage, servePage } from '../../support/inbox-page';
import { envelopeOf, eventOf, exchangeOf, lineOf, receivedOf, stepOf, unrecognizedOf } from '../inbox/inbox-fixtures';

let browser: Browser | undefined;
let served: ServedPage;

const samples = [
  {
    ...{ name: 'mo-message-keyword', family: 'MO Message', method: 'POST', path: '/sms/mo' },
    ...{ headers: [['content-type', 'text/xml']], base64: Buffer.from('<moMessage/>').toString('base64') },
  },
];
/** What the page sent and dismissed. */
const sent: unknown[] = [];
const dismissed: unknown[] = [];
const queue = { visible: 1, inFlight: 2, delayed: 0 };
const contents: InboxPagesParts['contents'] = {
  list: () => ({
    queues: [
      { id: 'OrderQueue89ABCDEF', name: 'OrderQueue', isOfApp: true, ...queue },
      { id: 'CallbackQueue0123ABCD', name: 'CallbackQueue', isOfApp: false, ...queue, inFlight: 0 },
    ],
    tables: [{ id: 'Orders', name: 'Orders', isOfApp: true }],
  }),
  queue: () => ({
    messages: [
      {
        ...{ messageId: 'message-1', sentAt: '2026-01-02T03:04:05.678Z', receiveCount: 1, state: 'in-flight' },
        ...{ body: '{"order":1,"note":"<b>\u202e"}', isCut: false },
      },
    ],
    total: 7,
  }),
  table: async () => ({ items: [{ word: 'ORDER', count: 3 }], isPart: true }),
};
const status = {
  queues: { waiting: 0, retrying: 0, dead: 2 },
  alarms: [
    { name: 'Quiet', state: 'OK', since: '2026-01-02T03:04:05.678Z', reason: 'fine', runbook: null },
    {
      name: 'DeadLetters',
      state: 'ALARM',
      since: '2026-01-02T03:04:05.678Z',
      reason: 'two',
      runbook: 'docs/RUNBOOK.md',
    },
  ],
  faults: [{ service: 'sqs', mode: 'error', action: 'SendMessage' }],
};

beforeAll(async () => {
  browser = await launchBrowser();
  if (browser === undefined)
    console.warn('There is no Chromium here, so the page was not looked at: set CHROMIUM to one.');
});
afterAll(() => browser?.close());
beforeEach(async () => {
  sent.length = 0;
  dismissed.length = 0;
  const routes = {
    'GET samples': () => samples,
    'POST send': (body: unknown) => {
      sent.push(body);
      return { sent: [{ status: 200, requestId: 'r1' }] };
    },
    'POST dismiss': (body: unknown) => {
      dismissed.push(body);
      served.inbox.dismissed(new Set(['unrecognized/unknown-format/2026-01-02/e1']));
      return { dismissed: 1 };
    },
  };
  served = await servePage(routes, contents, async (event) => (event?.includes('MT Message') ? outcome : undefined));
});
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  served.close();
  expect(served.troubles()).toEqual([]);
});

/** What became of the message that a receipt here is about. */
const outcome: OutcomeShape = {
  ...{ channel: 'sms', messageId: 'm1', state: 'failed', isFinal: true, version: 2, corrects: 1 },
  since: '2024-05-06T12:08:09.123Z',
  error: { kind: 'blocked', text: 'Blocked' },
  evidence: [
    { eventId: 'e1', source: 'Carrier', state: 'failed', at: '2024-05-06T12:08:09.123Z' },
    { eventId: 'e2', source: 'unknown', state: null, at: '2024-05-06T12:08:10.123Z' },
  ],
};

/** Of a real browser; without one, left out with the sentence above. */
function inBrowser(fact: string, check: (browser: Browser) => Promise<void>): void {
  it(fact, async () => {
    if (browser !== undefined) await check(browser);
  });
}

const rows = (page: Page) => page.locator('.row');

function fill(count: number): void {
  for (let index = 0; index < count; index += 1) served.inbox.answered(...exchangeOf(`request-${index}`));
}

/** One that went its whole way. */
function fillOne(body = '<message>Hello</message>'): void {
  const { inbox } = served;
  inbox.answered(...exchangeOf('r1', { body }));
  inbox.received(receivedOf(envelopeOf('r1')));
  inbox.functionLine(lineOf('r1', { code: 'Published', identity: 'mo#vibes-1#-' }));
  inbox.published(eventOf('r1'));
  inbox.delivered(stepOf('delivered', 'ran in 12 ms'));
}

describe('the list', () => {
  inBrowser(
    'says what to do while it is empty, and shows callbacks as they arrive, the newest first',
    async (chromium) => {
      const page = await served.open(chromium);
      await page.getByText('No callback yet.').waitFor();
      served.inbox.answered(...exchangeOf('r1'));
      await page.locator('.row', { hasText: 'waiting' }).waitFor();
      served.inbox.published(eventOf('r1'));
      await page.locator('.row', { hasText: 'published' }).waitFor();
      served.inbox.answered(...exchangeOf('r2', { path: '/rbm', status: 503 }));
      await page.locator('.row', { hasText: 'not kept' }).waitFor();
      expect(await page.locator('.row .family').allTextContents()).toEqual(['RBM Event', 'MO Message']);
    },
  );

  inBrowser(
    'is filtered by family and outcome, and searched by text, and shows what comes in meanwhile',
    async (chromium) => {
      fillOne();
      served.inbox.answered(...exchangeOf('r2', { path: '/platform', status: 401 }));
      const page = await served.open(chromium);
      await page.getByText('2 callbacks', { exact: true }).waitFor();
      await page.getByLabel('Family').selectOption('Platform Event');
      await page.getByText('1 of 2 callbacks').waitFor();
      await page.getByLabel('Family').selectOption('');
      await page.getByLabel('Outcome').selectOption('published');
      await page.locator('.row', { hasText: 'vibes-1' }).waitFor();
      await page.getByText('1 of 2 callbacks').waitFor();
      await page.getByLabel('Outcome').selectOption('');
      await page.keyboard.press('Escape');
      await page.getByLabel('Search').fill('ANOTHER text');
      await page.getByText('None of the 2 callbacks matches.').waitFor();
      served.inbox.answered(...exchangeOf('r3', { body: 'another text' }));
      await page.locator('.row', { hasText: 'r3' }).waitFor();
      expect(await rows(page).count()).toBe(1);
    },
  );

  inBrowser(
    'is searched by all that is typed, whatever comes in meanwhile, and beside a filter chosen meanwhile',
    async (chromium) => {
      fillOne();
      const page = await served.open(chromium);
      await page.getByText('1 callback', { exact: true }).waitFor();
      const box = page.getByLabel('Search');
      await box.focus();
      for (const [index, letter] of [...'no such text'].entries()) {
        await page.keyboard.press(letter === ' ' ? 'Space' : letter);
        served.inbox.answered(...exchangeOf(`r${index + 2}`));
        // The page draws it again, whether the search was sent or not.
        served.flush();
        await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
      }
      await page.getByLabel('Family').selectOption('MO Message');
      await page.getByText('None of the 13 callbacks matches.').waitFor();
      expect([await box.inputValue(), await page.getByLabel('Family').inputValue()]).toEqual([
        'no such text',
        'MO Message',
      ]);
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.getByText('13 callbacks', { exact: true }).waitFor();
      expect(await box.inputValue()).toBe('');
    },
  );

  inBrowser(
    'of ten thousand has few rows in the document, wherever one scrolls, and is used by keyboard alone',
    async (chromium) => {
      fill(10_000);
      const page = await served.open(chromium);
      await page.getByText('10000 callbacks', { exact: true }).waitFor();
      expect(await rows(page).count()).toBeLessThan(60);
      await page.getByLabel('Outcome').focus();
      await page.keyboard.press('Tab');
      expect(await focused(page)).toContain('request-9999');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('PageDown');
      await page.keyboard.press('End');
      await page.locator(':focus', { hasText: 'request-0' }).waitFor();
      expect(await rows(page).count()).toBeLessThan(60);
      expect(await page.locator('li:has(.row:focus)').getAttribute('aria-posinset')).toBe('10000');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'How it arrived' }).waitFor();
      expect(await page.locator('.detail').textContent()).toContain('request-0');
    },
  );

  inBrowser(
    'has the text of a person, and what earlier runs published, with what is not known of it',
    async (chromium) => {
      fillOne();
      const page = await served.open(chromium);
      await page.getByText('1 callback', { exact: true }).waitFor();
      expect(await page.locator('.row .text').allTextContents()).toEqual(['Hello']);
      served.inbox.takeEarlier([eventOf('old', 'MO Message', 'event-0', '2026-01-01T12:00:00.000Z')]);
      await page.getByText('2 callbacks', { exact: true }).waitFor();
      await page.getByText('1 from earlier runs, shown from their events.').waitFor();
      const earlier = page.locator('.row', { hasText: 'earlier run' });
      expect(await earlier.locator('time').textContent()).toMatch(/^2026-01-0\d \d\d:\d\d$/);
      await earlier.click();
      await page.getByText('An earlier run published it').waitFor();
      const text = (await page.locator('.detail').textContent()) ?? '';
      for (const part of [
        'an earlier run answered it',
        'No rule took it to a target in this run.',
        '"text": "Hello"',
      ]) {
        expect(text).toContain(part);
      }
      expect(await page.getByRole('link', { name: 'Send it again' }).count()).toBe(0);
    },
  );

  inBrowser('stays where one has scrolled to while others come in', async (chromium) => {
    fill(500);
    const page = await served.open(chromium);
    await page.locator('.row', { hasText: 'request-499' }).waitFor();
    await page.evaluate('document.querySelector(".rows").scrollTop = 6000');
    await page.locator('.row', { hasText: 'request-399' }).waitFor();
    const placeOf = async () => (await page.locator('.row', { hasText: 'request-399' }).boundingBox())?.y;
    const before = await placeOf();
    fill(3);
    await page.getByText('503 callbacks').waitFor();
    expect(await placeOf()).toBe(before);
  });
});

describe('one callback', () => {
  inBrowser('is shown with its whole way', async (chromium) => {
    fillOne();
    const page = await served.open(chromium);
    await rows(page).first().click();
    await page.getByRole('heading', { name: 'Targets' }).waitFor();
    const text = (await page.locator('.detail').textContent()) ?? '';
    for (const part of [
      '<message>Hello</message>',
      'the password (basic:current)',
      '"proof": "basic:current"',
      'given to the consumer from Callbacks, the 1st time',
      'mo#vibes-1#-',
      '"text": "Hello"',
      'delivered: ran in 12 ms',
      'wrote this',
      '(not shown)',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('c2VjcmV0');
  });

  inBrowser('has its event and targets first, then how it arrived', async (chromium) => {
    fillOne();
    const page = await served.open(chromium, '#/callback/1');
    await page.getByRole('heading', { name: 'Targets' }).waitFor();
    expect(await page.locator('.detail :is(h3, h4)').allTextContents()).toEqual([
      ...['Event', 'Targets', 'How it arrived'],
      ...['Request', 'Answer', 'Envelope', 'Queue', 'Function logs', 'Identity and ledger'],
    ]);
  });

  inBrowser('that is a receipt says what became of its message, with the evidence', async (chromium) => {
    served.inbox.published(eventOf('r1', 'MT Message Response'));
    const page = await served.open(chromium, '#/callback/1');
    await page.getByRole('heading', { name: 'What became of the message' }).waitFor();
    const [said] = await page.locator('.part', { hasText: 'What became of the message' }).allInnerTexts();
    expect(said).toContain('failed');
    expect(said).toContain('final, version 2, corrects version 1, error: blocked, Blocked');
    expect(await page.getByRole('list', { name: 'Evidence' }).getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('Carrier: failed'),
      expect.stringContaining('unknown: says nothing'),
    ]);
  });

  inBrowser('that is junk is dismissed, alone or with all that are unrecognized', async (chromium) => {
    served.inbox.published(unrecognizedOf('r1', 'unrecognized/unknown-format/2026-01-02/e1'));
    served.inbox.published(unrecognizedOf('r2', 'unrecognized/unknown-format/2026-01-02/e2'));
    const page = await served.open(chromium, '#/callback/1');
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.locator('.became', { hasText: 'dismissed' }).waitFor();
    expect(await page.getByRole('button', { name: 'Dismiss', exact: true }).count()).toBe(0);
    await page.getByLabel('Outcome').selectOption('unrecognized');
    await page.getByText('1 of 2 callbacks').waitFor();
    await page.getByRole('button', { name: 'Dismiss all 1 as junk' }).click();
    await page.getByLabel('Outcome').selectOption('dismissed');
    await page.locator('.row', { hasText: 'r1' }).waitFor();
    expect(dismissed).toEqual([{ ids: [1] }, { ids: [2] }]);
  });

  inBrowser('goes on to be told when the filter keeps it out of the list', async (chromium) => {
    served.inbox.answered(...exchangeOf('r1'));
    const page = await served.open(chromium);
    await page.getByLabel('Outcome').selectOption('waiting');
    await rows(page).first().click();
    served.inbox.functionLine(lineOf('r1', { code: 'Published', identity: 'mo#vibes-1#-' }));
    await page.getByText('The callback does not match the filter.').waitFor();
    await page.locator('.detail .became', { hasText: 'published' }).waitFor();
    served.inbox.published(eventOf('r1'));
    served.inbox.delivered(stepOf('delivered', 'ran in 12 ms'));
    await page.locator('.detail', { hasText: 'delivered: ran in 12 ms' }).waitFor();
  });

  inBrowser('has its bytes in hex as well', async (chromium) => {
    fillOne();
    const page = await served.open(chromium, '#/callback/1');
    await page.getByRole('button', { name: 'Hex of the body' }).click();
    await page.getByText('3c 6d 65 73 73 61 67 65').waitFor();
  });

  inBrowser('is text whatever it holds: nothing runs, and nothing is hidden', async (chromium) => {
    const hostile =
      '<script>document.title="owned"</script><img src=x onerror="document.title=1">\u202egnp.exe\u0000\u200b';
    fillOne(hostile);
    served.inbox.functionLine(lineOf('r1', { code: 'RecordFailed', step: hostile, cause: hostile }));
    const page = await served.open(chromium, '#/callback/1');
    await page.getByRole('heading', { name: 'Targets' }).waitFor();
    const text = (await page.locator('.detail').textContent()) ?? '';
    expect(text).toContain('<script>document.title="owned"</script>');
    expect(text).toContain('[U+202E]gnp.exe[U+0000][U+200B]');
    for (const unseen of ['\u202e', '\u0000', '\u200b']) expect(text).not.toContain(unseen);
    expect(await page.title()).toBe('Inbox – Vibes Callbacks');
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
  });

  inBrowser('of 4 MB shows its beginning, and all of it when asked', async (chromium) => {
    fillOne(`${'<a>x</a>\n'.repeat(460_000)}THE END`);
    const page = await served.open(chromium, '#/callback/1');
    await page.getByText('The first 64.0 KiB of 3.9 MiB.').waitFor();
    expect((await page.getByLabel('body', { exact: true }).textContent())?.length).toBe(65_536);
    await page.getByRole('button', { name: 'Show all of the body' }).click();
    await page.locator('.bytes pre', { hasText: /THE END$/ }).waitFor();
    const waited = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the body' }).click();
    expect((await waited).suggestedFilename()).toBe('callback-1-body.bin');
  });

  inBrowser('that is no longer kept is a sentence', async (chromium) => {
    const page = await served.open(chromium, '#/callback/99');
    await page.getByText('It is no longer kept').waitFor();
    // The browser itself complains of the 404.
    expect(served.troubles()).toHaveLength(1);
  });
});

describe('a ready-made send', () => {
  const one = { method: 'POST', path: '/sms/mo', headers: [['content-type', 'text/xml']], copies: 1 };

  inBrowser('is a click in the empty inbox, and a click beside the form', async (chromium) => {
    const page = await served.open(chromium);
    await page.getByRole('button', { name: 'Text message', exact: true }).click();
    await page.getByText('Text message: answered 200.').waitFor();
    await page.getByRole('link', { name: 'Send a sample' }).click();
    await page.getByRole('heading', { name: 'Edit and send a callback' }).waitFor();
    await page.getByRole('button', { name: 'Wrong password' }).click();
    await page.getByText('Wrong password: answered 200.').waitFor();
    expect(sent).toMatchObject([
      { ...one, authenticate: true, newId: true },
      {
        ...one,
        headers: [
          ['content-type', 'text/xml'],
          ['authorization', expect.any(String)],
        ],
        authenticate: false,
      },
    ]);
    // Those of samples that are not there are not offered.
    expect(await page.getByRole('button', { name: 'Picture message' }).count()).toBe(0);
  });
});

describe('the queues and tables', () => {
  inBrowser('are listed, the app’s own first, and what is in them is shown as text', async (chromium) => {
    const page = await served.open(chromium);
    await page.getByRole('link', { name: 'Queues and tables' }).click();
    await page.getByRole('link', { name: 'OrderQueue' }).waitFor();
    expect(await page.locator('.resources li').allTextContents()).toEqual([
      'OrderQueue queue, 1 message, 2 in flight',
      'Orders table',
      'CallbackQueue queue, 1 message',
    ]);
    await page.getByRole('link', { name: 'OrderQueue' }).click();
    await page.getByText('The oldest 1 of 7 messages').waitFor();
    expect(await page.locator('.records pre').textContent()).toBe('{\n  "order": 1,\n  "note": "<b>[U+202E]"\n}');
    await page.getByRole('link', { name: 'Orders', exact: true }).click();
    await page.getByText('The first 1 item of more').waitFor();
    expect(await page.locator('.records pre').textContent()).toContain('"word": "ORDER"');
  });
});

describe('the faults', () => {
  inBrowser('are filled in by plain names', async (chromium) => {
    const page = await served.open(chromium, '#/faults');
    await page.getByLabel('Target').selectOption('sqs');
    await page.getByLabel('Failure').selectOption('slow');
    for (const name of ['Call', 'Delay', 'Count', 'Duration', 'Probability']) await page.getByLabel(name).fill('1');
  });
});

describe('the pass', () => {
  inBrowser('goes out of the address at once, stays over a reload, and is in no cookie', async (chromium) => {
    fillOne();
    const page = await served.open(chromium, '#/callback/1');
    await page.getByRole('heading', { name: 'Targets' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/callback/1');
    await page.reload();
    await page.getByRole('heading', { name: 'Targets' }).waitFor();
    expect(await page.context().cookies()).toEqual([]);
  });

  inBrowser('is shown to no other port of this host', async (chromium) => {
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(JSON.stringify(request.headers));
      response.end('<p>Hello</p>');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const page = await served.open(chromium);
    await page.getByText('No callback yet.').waitFor();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/_local/`);
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    other.close();
    other.closeAllConnections();
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.join()).not.toMatch(/a-pass|cookie|referer/i);
  });

  inBrowser('of another start takes the place of the one before, in the same tab', async (chromium) => {
    const page = await served.open(chromium);
    await page.getByText('No callback yet.').waitFor();
    await page.evaluate("sessionStorage.setItem('pass', 'of an earlier start'); location.reload()");
    await page.getByText('This page has no valid pass').waitFor();
    await page.evaluate("location.hash = '#pass=a-pass/send'");
    await page.locator('option:checked', { hasText: 'mo-message-keyword' }).waitFor({ state: 'attached' });
    expect(new URL(page.url()).hash).toBe('#/send');
    // The browser itself complains of each 401.
    expect(served.troubles().every((trouble) => trouble.includes('401'))).toBe(true);
  });

  inBrowser('is missing where the page is opened without it: it says what to open', async (chromium) => {
    const page = await (await chromium.newContext()).newPage();
    const opened = await served.open(chromium);
    await page.goto(new URL('/_local/', opened.url()).href);
    await page.getByText('open the URL that the local cloud printed').waitFor();
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  inBrowser('each view is free of what axe finds, and nothing is too wide', async (chromium) => {
    fillOne();
    served.inbox.answered(...exchangeOf('r2', { status: 503 }));
    served.inbox.published(eventOf('r3', 'Unrecognized Callback', 'event-3'));
    served.inbox.takeEarlier([eventOf('r4', 'MO Message', 'event-4', '2026-01-01T12:00:00.000Z')]);
    served.tellStatus(status);
    for (const viewport of viewports[colorScheme]) {
      const page = await served.open(chromium, '', { colorScheme, viewport });
      for (const hash of [
        ...['#/', '#/callback/1', '#/callback/3', '#/callback/-1', '#/send', '#/faults'],
        ...['#/queues', '#/queues/OrderQueue89ABCDEF', '#/tables/Orders'],
      ]) {
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await page
          .locator(places[hash] ?? 'main')
          .first()
          .waitFor({ state: 'attached' });
        expect([hash, viewport.width, await violations(page)]).toEqual([hash, viewport.width, []]);
        expect([hash, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, viewport.width]);
      }
    }
  });

  inBrowser('it has the colours of that', async (chromium) => {
    const page = await served.open(chromium, '', { colorScheme });
    const light = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(light).toBe(colorScheme === 'light' ? 'rgb(246, 247, 249)' : 'rgb(20, 23, 28)');
  });
});

/** At a desk and on a phone; what is dark is as wide as what is light. */
const desk = { width: 1280, height: 800 };
const viewports = { light: [desk, { width: 360, height: 740 }], dark: [desk] };

/** What is there once a view is. */
const places: Readonly<Record<string, string>> = {
  '#/': '.row',
  '#/callback/1': '.deliveries',
  '#/callback/-1': '.detail .faint',
  '#/send': 'option:checked:text-is("mo-message-keyword")',
  '#/faults': '.fires',
  '#/callback/3': '.dismiss',
  '#/queues': '.resources',
  '#/queues/OrderQueue89ABCDEF': '.records pre',
  '#/tables/Orders': '.records pre',
};

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.textContent');
}
