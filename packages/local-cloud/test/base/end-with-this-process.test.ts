import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../support/is-alive';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const project = join(__dirname, '..', '..', '..', '..');
const newFolder = temporaryFolder();

/**
 * A command that makes a folder and starts a process that starts another; all of them write their ids. What it does
 * then is given; until then it waits.
 */
const command = (folder: string, then: string) => `
  import { spawn } from 'node:child_process';
  import { existsSync, writeFileSync } from 'node:fs';
  import { endWithThisProcess } from './packages/local-cloud/src/base/end-with-this-process';
  import { exitOnSignals } from './packages/proof/src/support/run-main';
  import { temporaryFolder } from './packages/proof/src/support/temporary-folder';
  exitOnSignals('Interrupted: nothing was kept.');
  const { path, remove } = temporaryFolder('of-a-command-');
  const own = "const fs = require('node:fs'); fs.writeFileSync('own', String(process.pid)); fs.renameSync('own', 'grandchild')";
  const grandchild = \`process.chdir('\${path}'); \${own}; setInterval(() => {}, 1e6)\`;
  const child = \`require('node:child_process').spawn(process.execPath, ['-e', process.argv[1]]); setInterval(() => {}, 1e6)\`;
  const detached = process.platform !== 'win32';
  endWithThisProcess(spawn(process.execPath, ['-e', child, grandchild], { detached }));
  setInterval(() => existsSync(path + '/grandchild') && writeFileSync('${folder}/ready', path), 5);
  process.on('SIGUSR2', async () => { ${then} });
`;

async function started(then = '') {
  const folder = newFolder();
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  const code = command(folder, then);
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { cwd: project, env });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  await until(() => readdirSync(folder).includes('ready'));
  const made = readdirSync(folder).find((name) => name.startsWith('of-a-command-')) ?? '';
  const grandchild = Number(readFileSync(join(folder, made, 'grandchild'), 'utf8'));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = await once(child, 'close');
    return { code, said, left: readdirSync(folder).filter((name) => name.startsWith('of-a-command-')) };
  };
  return { grandchild, end };
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'on %s a command says so, and folder and processes go',
  async (signal) => {
    const { grandchild, end } = await started();
    expect(isAlive(grandchild)).toBe(true);
    expect(await end(signal)).toEqual({ code: 1, said: 'Interrupted: nothing was kept.\n', left: [] });
    await until(() => !isAlive(grandchild));
  },
);

it.each([
  ['succeeds', 'process.exit(0)', 0],
  ['fails', 'throw new Error("no such thing")', 1],
])('where a command %s they go too', async (_how, then, code) => {
  const { grandchild, end } = await started(then);
  expect(await end('SIGUSR2')).toMatchObject({ code, left: [] });
  await until(() => !isAlive(grandchild));
});

it('a folder that is removed by hand is gone while the process goes on', async () => {
  const { end } = await started('await remove().catch(() => {}); process.stderr.write("removed"); process.exit(3)');
  expect(await end('SIGUSR2')).toMatchObject({ code: 3, said: 'removed', left: [] });
});
