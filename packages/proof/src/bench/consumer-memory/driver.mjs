// Loads the function as Lambda's runtime does, hands it one event, and says how much memory the process had at most.
import { readFileSync, writeSync } from 'node:fs';

const [entry, eventFile] = process.argv.slice(2);
const { handler } = await import(entry);
const restBytes = process.memoryUsage().rss;
const event = JSON.parse(readFileSync(eventFile, 'utf8'));

const endsAt = Date.now() + 15_000;
const startedAt = performance.now();
const { batchItemFailures } = await handler(event, { getRemainingTimeInMillis: () => endsAt - Date.now() });
const wallMs = performance.now() - startedAt;
if (batchItemFailures.length > 0) throw new Error('the record failed');

writeSync(3, JSON.stringify({ restBytes, peakBytes: peakKb() * 1024, wallMs }));
process.exit();

/** On Linux `maxRSS` begins with what the parent had when it started this process; the kernel's own mark does not. */
function peakKb() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
