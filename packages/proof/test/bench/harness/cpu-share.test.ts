import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../../../../test/support/temporary-folder';
import { giveCpuShare, holdCpu } from '../../../src/bench/harness/cpu-share';

// Only Linux shows the CPU of any process.
const onLinux = process.platform === 'linux' ? it : it.skip;
const nobody = 2 ** 22 - 1;
const newFolder = temporaryFolder();

onLinux('a process that computes has its share of a core', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const release = giveCpuShare(pid, 0.2);
  const before = readCpuMs(pid);
  const startedAt = performance.now();
  await sleep(2_000);
  const used = (readCpuMs(pid) - before) / (performance.now() - startedAt);
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.kill('SIGKILL');
  await ended;
  release();
  expect(used).toBeLessThan(0.4);
});

/** Files of a folder's only group, as they were written. */
function groupIn(folder: string) {
  const name = readdirSync(folder).find((one) => one.startsWith('bench-')) ?? '';
  const files = readdirSync(join(folder, name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]));
}

test('in one hierarchy of groups the share is cpu.max', () => {
  const root = newFolder();
  writeFileSync(join(root, 'cgroup.subtree_control'), 'cpu memory\n');
  giveCpuShare(nobody, 0.29, root);
  expect(groupIn(root)).toEqual({ 'cpu.max': '5800 20000', 'cpu.weight': '10000', 'cgroup.procs': `${nobody}` });
});

test('in a hierarchy of its own it is a quota', () => {
  const root = newFolder();
  mkdirSync(join(root, 'cpu'));
  writeFileSync(join(root, 'cpu', 'cgroup.procs'), '');
  giveCpuShare(nobody, 0.29, root);
  expect(groupIn(join(root, 'cpu'))).toEqual({
    'cpu.cfs_period_us': '20000',
    'cpu.cfs_quota_us': '5800',
    'cpu.shares': '262144',
    'cgroup.procs': `${nobody}`,
  });
});

test('where there is no group to be made, it is held by signals', () => {
  const root = newFolder();
  giveCpuShare(nobody, 0.29, root)();
  writeFileSync(join(root, 'cgroup.subtree_control'), 'memory\n');
  giveCpuShare(nobody, 0.29, root)();
  expect(readdirSync(root)).toEqual(['cgroup.subtree_control']);
});

onLinux('lets a process that computes have its share of a core, and lets it go', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const release = holdCpu(() => [pid], 0.2);
  try {
    const before = readCpuMs(pid);
    const startedAt = performance.now();
    await sleep(2_000);
    expect((readCpuMs(pid) - before) / (performance.now() - startedAt)).toBeLessThan(0.4);
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
