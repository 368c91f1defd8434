import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { parseJson } from '../../../../lambda/shared/json';
import { launchBrowser } from '../../../../scripts/pictures/launch-browser';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { openPage } from '../support/inbox-page';
import { runOpsCommand } from '../support/run-ops';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

const newFolder = temporaryFolder();
const troubles: string[] = [];
let browser: Browser | undefined;
let cloud: LocalCloudProcess;
let page: Page;

/** A minute of CloudWatch is a second, so a failing callback becomes a dead letter after seven seconds. */
const minute = ['--minute', '1'];

beforeAll(async () => {
  browser = await launchBrowser();
  if (browser === undefined) {
    console.warn('There is no Chromium here, so the inbox was not tested: set CHROMIUM to its path.');
    return;
  }
  cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data'), more: minute });
  await warm(cloud);
  page = await openPage(browser, {}, troubles);
  const url = cloud.lines().flatMap((line) => /^Inbox, in a browser: (\S+)$/.exec(line)?.[1] ?? [])[0];
  await page.goto(url ?? 'the welcome names no URL');
});
afterAll(() => browser?.close());
afterEach(() => expect(troubles.splice(0)).toEqual([]));

/** What the page sends is sent once. A function that has not run before might take too long for it on a busy machine. */
async function warm({ dataDir, control }: LocalCloudProcess): Promise<void> {
  await until(async () => (await runOpsCommand(['send', '--all', '--local', '--data', dataDir])).code === 0);
  await control('POST', 'reset', { keepWorkers: true });
}

/** Runs in a real browser; passes without one, after the warning above. */
function inBrowser(fact: string, check: () => Promise<void>): void {
  it(fact, async () => {
    if (browser !== undefined) await check();
  });
}

const row = (text: string) => page.locator('.row', { hasText: text }).first();
const link = (name: string) => page.getByRole('link', { name, exact: true }).click();
/** Clicks a link at the top, which may also have a number in it. */
const view = (name: string) => page.locator('nav a', { hasText: name }).click();

inBrowser('the URL that the start printed opens the inbox, and the pass is not in the address any more', async () => {
  await page.getByText('No callback yet.').waitFor();
  expect(page.url()).toBe(`http://127.0.0.1:${cloud.port}/_local/`);
});

inBrowser('a sample is sent, edited and twice, with the password of the route: one event, and one repeat', async () => {
  await link('Send a sample');
  await page.locator('option:checked', { hasText: 'mo-message-keyword' }).waitFor({ state: 'attached' });
  const body = page.getByLabel('Body');
  await body.fill(
    (await body.inputValue()).replace('HELLO', 'Grüße <b>from</b> \u202ethe page'.replaceAll('<', '&lt;')),
  );
  await page.getByRole('button', { name: 'Send twice' }).click();
  await page.getByText('Answered 200 and 200.').waitFor();
  await link('See it in the inbox');
  await row('published').waitFor();
  await row('seen before').waitFor();
  await row('published').click();
  await page.getByText('"text": "Grüße <b>from</b> [U+202E]the page"').waitFor();
  const text = (await page.locator('.detail').textContent()) ?? '';
  for (const part of [
    'the password (basic:current)',
    '"state": "published"',
    '"code":"Stored"',
    '"code":"Published"',
  ]) {
    expect(text).toContain(part);
  }
  expect(cloud.events().map(({ detail }) => detail.data.text)).toEqual(['Grüße <b>from</b> \u202ethe page']);
});

inBrowser('it is sent without the password too, and refused', async () => {
  await link('Send it again');
  await page.getByLabel('With the password or signature that the route requires').uncheck();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Answered 401.').waitFor();
  await link('See it in the inbox');
  await row('no or wrong credentials').waitFor();
});

inBrowser('every sample can be sent as it is', async () => {
  await view('Send');
  const names = page.locator('.send optgroup option');
  await names.first().waitFor({ state: 'attached' });
  expect(await names.count()).toBeGreaterThan(30);
  for (const name of ['mms-message-picture', 'platform-person-added', 'rbm-user-message-text']) {
    await page.getByLabel('Sample').selectOption(name);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Answered 200.').waitFor();
  }
  await link('See it in the inbox');
  for (const family of ['MMS Message', 'Platform Event', 'RBM Event']) await row(family).waitFor();
});

inBrowser('junk is sent and dismissed, and the operator’s commands agree', async () => {
  const ops = async (...args: readonly string[]) => {
    const { out } = await runOpsCommand([...args, '--local', '--data', cloud.dataDir, '--json']);
    return parseJson(out);
  };
  await view('Send');
  await page.getByRole('button', { name: 'Junk' }).click();
  await page.getByText('Junk: answered 200.').waitFor();
  await link('See it in the inbox');
  await row('json-malformed').click();
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await page.locator('.became', { hasText: 'dismissed' }).waitFor();
  expect(await ops('unrecognized', 'list')).toMatchObject({ count: 0 });
  expect(await ops('status')).toMatchObject({ unrecognized: { lastDay: {}, dismissed: 1 } });
  await view('Send');
  await page.getByRole('button', { name: 'Junk' }).click();
  await link('See it in the inbox');
  await page.locator('.row', { hasText: 'json-malformed' }).nth(1).waitFor();
  await ops('unrecognized', 'dismiss', '--all', '--yes');
  await row('json-malformed').click();
  await page.locator('.became', { hasText: 'dismissed' }).waitFor();
});

inBrowser(
  'a fault is made, the alarm fires, the fault ends, and the dead letter is redriven and published',
  async () => {
    await view('Faults and alarms');
    // A callback that fails before its claim becomes a dead letter sooner: it need not wait until the claim ends.
    await page.getByRole('button', { name: 'The ledger is throttled' }).click();
    await page.getByRole('button', { name: 'Cause the fault' }).click();
    await page.getByText('dynamodb: throttle').waitFor();
    await view('Send');
    await page.getByLabel('With a new id, so that it is not a repeat').check();
    await page.locator('option:checked', { hasText: 'mo-message-keyword' }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Answered 200.').waitFor();
    await link('See it in the inbox');
    // Until then it is `tried again`, for a few seconds: a busy machine may not see it.
    await row('dead letter').waitFor();
    await view('Queues and tables');
    await page.getByRole('link', { name: /DeadLetter/ }).click();
    await page.getByText('1 message', { exact: true }).waitFor();
    expect(await page.locator('.records pre').textContent()).toContain('"path": "/sms/mo"');
    await page.getByRole('link', { name: /Ledger/ }).click();
    await page.locator('.records pre', { hasText: '"state": "published"' }).first().waitFor();
    await view('Faults and alarms');
    await page.locator('.fires strong', { hasText: /-DeadLetters$/ }).waitFor();
    await page.getByRole('button', { name: 'End all faults' }).click();
    await page.getByText('All faults have ended.').waitFor();
    await page.getByRole('button', { name: 'Redrive the dead letters' }).click();
    await page.getByText('The dead letters are back').waitFor();
    await page.locator('.fires strong', { hasText: /-DeadLetters$/ }).waitFor({ state: 'detached' });
    await view('Inbox');
    await page.locator('li[aria-posinset="1"] .row', { hasText: 'published' }).waitFor();
    expect(cloud.events().filter(({ detail }) => detail.data.text === 'HELLO')).toHaveLength(1);
  },
);
