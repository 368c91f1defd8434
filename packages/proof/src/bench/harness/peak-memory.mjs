import { readFileSync } from 'node:fs';

/** What the process has now, and the most that it ever had, in MB. */
export function memoryMb() {
  // On Linux `maxRSS` begins with what the parent had when it started this process; the kernel's own mark does not.
  const peakKb =
    process.platform === 'linux'
      ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
      : process.resourceUsage().maxRSS;
  return { nowMb: process.memoryUsage().rss / 1024 ** 2, peakMb: peakKb / 1024 };
}
