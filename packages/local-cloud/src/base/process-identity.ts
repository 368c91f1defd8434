import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Identifies one process, even if a later one gets its id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the system's own words; empty where it does not say (Windows). */
  readonly startedAt: string;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
}

/** Whether this very process still runs. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    // Also where there is one of another user, which has written no file of this user's.
    return false;
  }
  return startOf(pid) === startedAt;
}

/** Undefined if there is none, or only a zombie. */
function startOf(pid: number): string | undefined {
  try {
    switch (process.platform) {
      case 'linux':
        return startOnLinux(pid);
      case 'win32':
        return '';
      default:
        return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
          env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
          stdio: ['ignore', 'pipe', 'ignore'],
        })
          .toString()
          .trim();
    }
  } catch {
    return undefined;
  }
}

/** Ticks since the boot, with the boot's id (proc(5)). The name of the program may have spaces and parentheses in it. */
function startOnLinux(pid: number): string | undefined {
  const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, ...rest] = status.slice(status.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${rest[18]}`;
}
