import type { ChildProcess } from 'node:child_process';

/**
 * Ends a child, and its process group if it was started `detached`, when this process ends in any way except a kill
 * -9. That happens before the temporary folders are removed, so the child writes into none of them.
 */
export function endWithThisProcess(child: ChildProcess): void {
  const kill = () => killGroup(child);
  process.prependOnceListener('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It leads none, or this is Windows, which has none.
    child.kill('SIGKILL');
  }
}
