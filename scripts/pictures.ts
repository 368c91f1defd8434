import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { findSample } from '../packages/cli/src/commands/send/sample-request';
import { type LocalCloudProcess, startLocalCloud } from '../packages/proof/src/simulator/local-cloud-process';
import { commandLine, exitOnSignals, runMain } from '../packages/proof/src/support/run-main';
import { temporaryFolder } from '../packages/proof/src/support/temporary-folder';
import { launchBrowser } from './pictures/launch-browser';

const folder = join(__dirname, '..', 'docs', 'pictures');
const viewport = { width: 1200, height: 760 };

/** Takes the pictures of the inbox that the README shows, of samples that a local cloud received. @returns their files */
async function takePictures(): Promise<readonly string[]> {
  const browser = await launchBrowser();
  if (browser === undefined) throw new Error('There is no Chromium here: set CHROMIUM to the path of one.');
  const data = temporaryFolder('vibes-callbacks-pictures-');
  const dataFolder = data.path;
  let cloud: LocalCloudProcess | undefined;
  try {
    const secrets = { username: 'vibes', password: 'picture', rbmSecret: 'picture' };
    const lines: string[] = [];
    cloud = await startLocalCloud({ dataFolder, ...secrets, onLine: (line) => lines.push(line) });
    const url = inboxUrl(lines);
    await sendForPicture(new URL('/_local/', cloud.endpointUrl), tokenOf(dataFolder));
    const files: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) files.push(await takePicture(browser, url, colorScheme));
    return files;
  } finally {
    await browser.close();
    await cloud?.stop();
    await data.remove();
  }
}

async function takePicture(browser: Browser, url: string, colorScheme: 'light' | 'dark'): Promise<string> {
  const page = await (await browser.newContext({ colorScheme, viewport })).newPage();
  await page.goto(url);
  const published = page.locator('.row', { hasText: 'published' });
  await page.locator('.row', { hasText: 'MO Message' }).and(published).first().click();
  await page.getByRole('heading', { name: 'Targets' }).waitFor();
  const path = join(folder, `inbox-${colorScheme}.png`);
  await page.screenshot({ path });
  return path;
}

/** As the start printed it. */
function inboxUrl(lines: readonly string[]): string {
  const [url] = lines.flatMap((line) => /^Inbox, in a browser: (\S+)$/.exec(line)?.[1] ?? []);
  if (url === undefined) throw new Error('The local cloud printed no URL of its inbox.');
  return url;
}

function tokenOf(dataFolder: string): string {
  return readFileSync(join(dataFolder, 'token'), 'utf8').trim();
}

/** The last is the newest, and so the first of the list. */
const names = [
  'platform-person-added',
  'mms-delivery-report-retrieved',
  'rbm-user-message-text',
  'mms-message-picture',
  'mt-message-response-handset',
  'deliver-keyword',
  'mo-message-keyword',
  'mo-message-keyword',
] as const;

/** Sends what the pictures show: each family, a repeat, and one without the password. */
async function sendForPicture(control: URL, token: string): Promise<void> {
  const send = async (name: string, authenticate: boolean) => {
    const sample = findSample(name);
    if (sample === undefined) throw new Error(`there is no sample ${name}`);
    const { method, path, headers, body } = sample;
    const draft = { method, path, headers: Object.entries(headers), base64: body.toString('base64'), authenticate };
    const init = { method: 'POST', headers: { 'x-local-token': token }, body: JSON.stringify(draft) };
    const answer = await fetch(new URL('send', control), init);
    if (!answer.ok) throw new Error(`${name} was not sent: ${await answer.text()}`);
    await published(control, token);
  };
  await send('mo-message-emoji', false);
  for (const name of names) await send(name, true);
}

/** So that each has its own time, and its end, in the picture. */
async function published(control: URL, token: string): Promise<void> {
  for (;;) {
    const answer = await fetch(new URL('state', control), { headers: { 'x-local-token': token } });
    const { queue } = (await answer.json()) as { readonly queue: Readonly<Record<'visible' | 'inFlight', number>> };
    if (queue.visible + queue.inFlight === 0) return;
    await pause(50);
  }
}

runMain(async (argv) => {
  commandLine(
    'npm run docs:pictures --',
    'Takes the pictures of the inbox page in docs/pictures anew, in a Chromium, of samples that a local cloud received.',
  ).parse(argv, { from: 'user' });
  exitOnSignals('Interrupted: not every picture was taken.');
  for (const path of await takePictures()) console.log(path);
  return 0;
});
