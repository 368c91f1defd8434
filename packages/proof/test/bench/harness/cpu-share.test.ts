import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../../../test/support/until';
import { holdCpu } from '../../../src/bench/harness/cpu-share';

// Only Linux shows the CPU of any process.
const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('lets a process that computes have its share of a core, and lets it go', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const release = holdCpu(() => [pid], 0.2);
  try {
    const before = readCpuMs(pid);
    const startedAt = performance.now();
    // Soon, unless this process does not get the processor when a turn ends; then over more turns.
    await until(() => {
      const elapsedMs = performance.now() - startedAt;
      return elapsedMs > 1_000 && (readCpuMs(pid) - before) / elapsedMs < 0.4;
    });
    release();
    expect(stateOf(pid)).not.toBe('T');
  } finally {
    release();
    child.kill('SIGKILL');
  }
});

onLinux('bears processes that have ended', async () => {
  const release = holdCpu(() => [2 ** 22 - 1], 0.5);
  await sleep(250);
  expect(release).not.toThrow();
});

function stateOf(pid: number): string | undefined {
  return /^\d+ \(.*\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
}

/** User and system time, in ticks of 10 ms (proc(5)). */
function readCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
