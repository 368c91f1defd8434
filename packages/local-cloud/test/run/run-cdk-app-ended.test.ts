import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../support/is-alive';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const project = join(__dirname, '..', '..', '..', '..');
const newFolder = temporaryFolder();

it('an app that still synthesizes ends with the process that runs it, and so do its children', async () => {
  const folder = newFolder();
  const code = `
    import { runCdkApp } from './packages/local-cloud/src/run/run-cdk-app';
    process.on('SIGTERM', () => process.exit(0));
    const command = 'sleep 600 & echo $! > "$CDK_OUTDIR/sleeper"; wait';
    await runCdkApp({ command, context: {}, directory: '.', output: ${JSON.stringify(folder)} });
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { cwd: project });
  const file = join(folder, 'sleeper');
  await until(() => existsSync(file) && readFileSync(file, 'utf8').trim() !== '');
  const sleeper = Number(readFileSync(file, 'utf8'));
  expect(isAlive(sleeper)).toBe(true);
  child.kill('SIGTERM');
  await once(child, 'exit');
  await until(() => !isAlive(sleeper));
});
