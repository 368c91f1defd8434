import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { unpackedChromium } from './unpacked-chromium';

/** Where a Chromium usually is, if there is one. */
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Containers have no namespaces to make a sandbox of; nothing but our own page is opened. */
const args = ['--no-sandbox', '--font-render-hinting=none', '--force-color-profile=srgb'];

/**
 * A real Chromium: the one of `CHROMIUM`, else that of the package `@sparticuz/chromium` (Linux on x64), else an
 * installed one.
 * @returns undefined if there is none; in CI that is an error
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  const { CHROMIUM: chosen } = process.env;
  if (chosen !== undefined) return chromium.launch({ executablePath: chosen, args });
  if (process.platform === 'linux' && process.arch === 'x64') return chromium.launch({ ...unpackedChromium(), args });
  const executablePath = installed.find((path) => existsSync(path));
  if (executablePath !== undefined) return chromium.launch({ executablePath, args });
  if (process.env.CI)
    throw new Error('There is no Chromium, and CI must not pass without one: set CHROMIUM to its path.');
  return undefined;
}
