/**
 * Limits each process to a share of a core, as Lambda does by a function's memory: it stops them for the rest of every
 * turn. The list of processes is read again each turn, since workers come and go.
 * @param turnMs length of a turn, in which a process runs for its share
 * @returns a function that ends the limit, and lets all of them run; the end of this process does the same
 */
export function holdCpu(pidsOf: () => readonly number[], share: number, turnMs = 100): () => void {
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
