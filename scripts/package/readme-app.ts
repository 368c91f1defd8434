import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';

const run = promisify(execFile);
const root = join(__dirname, '..', '..');

/** The blocks of code of a page that the line before names a file for: code, by that file. */
export function codeFiles(page: string): Readonly<Record<string, string>> {
  const blocks = page.matchAll(/`(?<path>[^`\s]+)`:\n\n```js(?:on)?\n(?<code>.*?)^```/gms);
  return Object.fromEntries([...blocks].map(({ groups }) => [groups?.path ?? '', groups?.code ?? '']));
}

/** The files of the README's section on your own app. */
export function readmeFiles(readme: string): Readonly<Record<string, string>> {
  return codeFiles(readme.split(/^## /m).find((one) => one.startsWith('Your own app')) ?? '');
}

/** How the README installs the packages, in the folder that has the tarballs. */
export function readmeInstallLines(readme: string): readonly string[] {
  return readme.split('\n').filter((line) => /^npm i (-D )?\.\/vibes-callbacks-/.test(line));
}

/**
 * The README's app, in a folder that has the package: start it, send it a message, see what its function logged.
 * @throws Error with what was printed instead
 */
export async function tryReadmeApp(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const files = readmeFiles(readFileSync(join(root, 'README.md'), 'utf8'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  // The port that the README has may be in use on this machine; `send` finds the other one.
  const command = join(folder, 'node_modules', '.bin', 'vibes-callbacks');
  const cloud = spawn(command, ['start', '--port', '0'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  endWithThisProcess(cloud);
  const ended = once(cloud, 'exit');
  try {
    const lines: string[] = [];
    createInterface({ input: cloud.stderr }).on('line', (line) => lines.push(line));
    createInterface({ input: cloud.stdout }).on('line', (line) => lines.push(line));
    await until(() => lines.some((line) => line.startsWith('ready ')), lines);
    await run(command, ['send', 'mo-message-keyword'], { cwd: folder, env });
    await until(() => lines.some((line) => line.includes('Texted') && line.includes('delivered')), lines);
    const log = join(folder, '.local', 'functions.log');
    await until(() => /^texted: ./m.test(readFileSync(log, 'utf8')), lines);
    await openInbox(lines);
  } finally {
    cloud.kill('SIGTERM');
    await ended;
  }
}

/** Its page and its script, which the package brings ready-made, and what they ask for with the pass in the URL. */
async function openInbox(lines: readonly string[]): Promise<void> {
  const [url = ''] = lines.flatMap((line) => /^Inbox, in a browser: (\S+)$/.exec(line)?.[1] ?? []);
  const headers = { 'x-local-page': /^#pass=(.+)$/.exec(new URL(url).hash)?.[1] ?? '' };
  for (const [path, beginning] of [
    ['./', /^<!doctype html>/],
    ['page.js', /\bx-local-page\b/],
    ['callbacks/1', /^\{"id":1,/],
  ] as const) {
    const answer = await fetch(new URL(path, url), { headers });
    const text = await answer.text();
    if (answer.status !== 200 || !beginning.test(text)) {
      throw new Error(`${path} of the inbox is answered ${answer.status}: ${text.slice(0, 200)}`);
    }
  }
}

async function until(holds: () => boolean, lines: readonly string[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It did not come in two minutes. Printed:\n${lines.join('\n')}`);
    await pause(100);
  }
}
