import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { devDependencies } from '../../package.json';

const project = join(__dirname, '..', '..');
const folder = join(project, '.build', 'chromium', devDependencies['@sparticuz/chromium']);

/** Where a Chromium usually is, if there is one. */
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A real Chromium: the one of `CHROMIUM`, else that of the package `@sparticuz/chromium` (Linux on x64), else an
 * installed one.
 * @returns undefined where there is none; in CI that is an error
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    if (process.env.CI)
      throw new Error('There is no Chromium, and CI must not pass without one: set CHROMIUM to its path.');
    return undefined;
  }
  const isOurs = executablePath.startsWith(folder);
  return chromium.launch({
    executablePath,
    // Containers have no namespaces to make a sandbox of; nothing but our own page is opened.
    args: ['--no-sandbox', '--font-render-hinting=none', '--force-color-profile=srgb'],
    ...(isOurs ? { env: { ...process.env, ...ownLibraries() } } : {}),
  });
}

function findChromium(): string | undefined {
  const { CHROMIUM: chosen } = process.env;
  if (chosen !== undefined) return chosen;
  if (process.platform === 'linux' && process.arch === 'x64') return join(unpacked(), 'chromium');
  return installed.find((path) => existsSync(path));
}

/** The package unpacks to the folder for temporary files, for whoever comes first; here it is this clone's, once. */
function unpacked(): string {
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, '..'), { recursive: true });
  const temporary = mkdtempSync(join(folder, '..', 'unpacking-'));
  // It brings the libraries that it needs where it believes to be in Lambda.
  const env = { ...process.env, TMPDIR: temporary, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  execFileSync(process.execPath, ['-e', "require('@sparticuz/chromium').executablePath()"], { cwd: project, env });
  try {
    renameSync(temporary, folder);
  } catch (error) {
    // Another test was first.
    if (!existsSync(folder)) throw error;
    rmSync(temporary, { recursive: true, force: true });
  }
  return folder;
}

function ownLibraries(): Record<string, string> {
  const more = process.env.LD_LIBRARY_PATH === undefined ? [] : [process.env.LD_LIBRARY_PATH];
  return { LD_LIBRARY_PATH: [...more, join(folder, 'al2023', 'lib')].join(':') };
}

/** Axe's script, to be run in a page. */
export function axeSource(): string {
  return readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
}
