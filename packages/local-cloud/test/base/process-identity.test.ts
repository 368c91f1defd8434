import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isRunning, thisProcess } from '../../src/base/process-identity';
import { until } from '../support/until';

test('this process runs, and is no other that has its id', () => {
  const own = thisProcess();
  expect(own.pid).toBe(process.pid);
  expect(isRunning(own)).toBe(true);
  if (process.platform !== 'win32') expect(isRunning({ ...own, startedAt: 'earlier' })).toBe(false);
});

test('a process that has ended does not run, whether its parent has looked or not', async () => {
  // The shell leaves its child a zombie: it never waits.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  await until(() => !isRunning({ pid, startedAt: '' }));
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  expect(isRunning({ pid: parent.pid ?? 0, startedAt: '' })).toBe(false);
});
