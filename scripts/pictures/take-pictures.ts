import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type LocalCloudProcess, startLocalCloud } from '../../packages/proof/src/simulator/local-cloud-process';
import { temporaryFolder } from '../../packages/proof/src/support/temporary-folder';
import { launchBrowser } from './launch-browser';
import { sendForPicture } from './send-for-picture';

const folder = join(__dirname, '..', '..', 'docs', 'pictures');
const viewport = { width: 1200, height: 760 };

/** Takes the pictures of the inbox that the README shows, of samples that a local cloud received. @returns their files */
export async function takePictures(): Promise<readonly string[]> {
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
