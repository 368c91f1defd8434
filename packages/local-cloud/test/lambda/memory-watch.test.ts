import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { MemoryWatch } from '../../src/lambda/memory-watch';

const mib = 1024 * 1024;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that has had so much in memory and has given it back. */
async function processThatHad(mebibytes: number): Promise<ChildProcess> {
  const script = `process.stdout.write(String(Buffer.alloc(${mebibytes * mib}, 1).length)); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout ?? child, 'data');
  return child;
}

it('tells once that a process has passed its limit', async () => {
  const { pid } = await processThatHad(200);
  const told: number[] = [];
  await new Promise<void>((resolve) => {
    const watch = new MemoryWatch(pid, 150 * mib, (bytes) => {
      told.push(bytes);
      resolve();
    });
    watch.start();
  });
  expect(told).toHaveLength(1);
  expect(told[0]).toBeGreaterThan(150 * mib);
});

it('says nothing about one within its limit, nor about one that has ended', async () => {
  const child = await processThatHad(1);
  const watch = new MemoryWatch(child.pid, 2_000 * mib, () => {
    throw new Error('within its limit');
  });
  expect(watch.look()).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(watch.look()).toBe(false);
});

it('says nothing of one that never started', () => {
  const watch = new MemoryWatch(undefined, 0, () => {
    throw new Error('there is no process');
  });
  expect(watch.look()).toBe(false);
});
