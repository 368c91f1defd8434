import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process has its share of each period; unused time does not carry over. */
const periodUs = 20_000;

/**
 * Gives a process a share of one core and no more, from now until what is returned is called. By a control group of the
 * kernel where this process may make one, which counts the CPU that is really used, by all threads, and lets nothing
 * else on the machine take it; elsewhere by stopping and continuing it, which is coarser.
 */
export function giveCpuShare(pid: number, share: number, root = '/sys/fs/cgroup'): () => void {
  const parent = groupsOf(root);
  if (parent === undefined) return holdCpu(() => [pid], share);
  const group = join(parent, `bench-${process.pid}-${pid}`);
  try {
    mkdirSync(group);
  } catch {
    return holdCpu(() => [pid], share);
  }
  try {
    for (const [file, text] of settingsOf(parent, share)) writeFileSync(join(group, file), text);
    writeFileSync(join(group, 'cgroup.procs'), String(pid));
  } catch {
    rmdirSync(group);
    return holdCpu(() => [pid], share);
  }
  const atExit = () => removeOnceEmpty(group);
  process.once('exit', atExit);
  return () => {
    process.off('exit', atExit);
    rmdirSync(group);
  };
}

/** The process was killed a moment ago; a group that it still is in stays, and is all that is left. */
function removeOnceEmpty(group: string): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let left = 100; left > 0; left -= 1) {
    try {
      rmdirSync(group);
      return;
    } catch {
      Atomics.wait(clock, 0, 0, 10);
    }
  }
}

/** Where groups of the CPU controller are made: one hierarchy for all (version 2), or one of its own (version 1). */
function groupsOf(root: string): string | undefined {
  const controllers = join(root, 'cgroup.subtree_control');
  if (existsSync(controllers)) return readFileSync(controllers, 'utf8').split(/\s/).includes('cpu') ? root : undefined;
  const own = join(root, 'cpu');
  return existsSync(join(own, 'cgroup.procs')) ? own : undefined;
}

/** The quota, and the greatest weight against everything else; names and limits from the kernel's documentation. */
function settingsOf(parent: string, share: number): readonly (readonly [string, string])[] {
  const quotaUs = String(Math.round(periodUs * share));
  if (existsSync(join(parent, 'cgroup.subtree_control'))) {
    return [
      ['cpu.max', `${quotaUs} ${periodUs}`],
      ['cpu.weight', '10000'],
    ];
  }
  return [
    ['cpu.cfs_period_us', String(periodUs)],
    ['cpu.cfs_quota_us', quotaUs],
    ['cpu.shares', '262144'],
  ];
}

/** In each turn of this length, a process runs for its share and is stopped for the rest. */
const turnMs = 100;

/**
 * Lets processes have a share of a core each and no more, as Lambda does by a function's memory: by stopping them for the
 * rest of every turn. The list of processes is read again each turn, since workers come and go.
 * @returns what ends it, with all of them running; the end of this process does too
 */
export function holdCpu(pidsOf: () => readonly number[], share: number): () => void {
  let stopped: readonly number[] = [];
  let timer: NodeJS.Timeout;
  const run = () => {
    signalAll(stopped, 'SIGCONT');
    stopped = [];
    timer = setTimeout(halt, turnMs * share);
  };
  const halt = () => {
    stopped = pidsOf();
    signalAll(stopped, 'SIGSTOP');
    timer = setTimeout(run, turnMs * (1 - share));
  };
  const release = () => {
    process.off('exit', release);
    clearTimeout(timer);
    signalAll(stopped, 'SIGCONT');
  };
  // Nothing else would resume a stopped process, which could not even notice that this one is gone.
  process.once('exit', release);
  halt();
  return release;
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
