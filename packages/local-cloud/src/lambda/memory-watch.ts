import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The peak memory of a process so far, in bytes; undefined if unknown, or if the process has ended. */
type ReadPeak = (pid: number) => number | undefined | Promise<number | undefined>;

/**
 * Linux reports the peak, so that one between two checks is seen too. A check takes some 20 µs there, 5 ms with `ps`.
 */
const isLinux = existsSync('/proc/self/status');
const everyMs = isLinux ? 25 : 250;
const readPeak: ReadPeak = isLinux ? peakOfLinux : peakOfPs;

/**
 * Checks a process from outside while it works, because a busy process cannot check itself. Reports once that it has
 * exceeded its limit.
 */
export class MemoryWatch {
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  /** The most that a check has seen. */
  peakBytes = 0;

  constructor(
    private readonly pid: number | undefined,
    private readonly limitBytes: number,
    private readonly onOver: (bytes: number) => void,
  ) {}

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Whether the limit has been passed, as far as one can know at once. */
  look(): boolean {
    if (this.pid === undefined || this.#isOver) return this.#isOver;
    const peak = readPeak(this.pid);
    if (peak instanceof Promise) void peak.then((bytes) => this.#judge(bytes));
    else this.#judge(peak);
    return this.#isOver;
  }

  #judge(bytes = 0): void {
    this.peakBytes = Math.max(this.peakBytes, bytes);
    if (this.#isOver || bytes <= this.limitBytes) return;
    this.#isOver = true;
    this.stop();
    this.onOver(bytes);
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html: VmHWM is the peak of the resident set. */
function peakOfLinux(pid: number): number | undefined {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

function peakOfPs(pid: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, stdout) => {
      resolve(error === null ? Number(stdout) * 1024 : undefined);
    });
  });
}
