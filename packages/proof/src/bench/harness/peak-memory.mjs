import { readFileSync } from 'node:fs';

/** What the process has now, and the most that it ever had. */
export function memory() {
  // On Linux `maxRSS` starts at what the parent had when it started this process; the kernel's own mark does not.
  const peakKb =
    process.platform === 'linux'
      ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
      : process.resourceUsage().maxRSS;
  return { nowBytes: process.memoryUsage().rss, peakBytes: peakKb * 1024 };
}
