// Loads a function as Lambda's runtime does, and hands it one batch after the other. Reports how long each took, and
// how much memory the process had at rest and at most.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [entry, eventsFile] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { handler } = entry.endsWith('.mjs') ? await import(entry) : require(entry);
const restBytes = process.memoryUsage().rss;
const events = JSON.parse(readFileSync(eventsFile, 'utf8'));

const wallMs = [];
for (const event of events) {
  const endsAt = Date.now() + 15_000;
  const context = { awsRequestId: '1', functionName: 'bench', getRemainingTimeInMillis: () => endsAt - Date.now() };
  const startedAt = performance.now();
  const { batchItemFailures } = await handler(event, context);
  wallMs.push(performance.now() - startedAt);
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
}
// On Linux `maxRSS` starts at what the parent had when it started this process; the kernel's own mark does not.
const peakKb =
  process.platform === 'linux'
    ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
    : process.resourceUsage().maxRSS;
writeSync(3, JSON.stringify({ restBytes, peakBytes: peakKb * 1024, wallMs }));
process.exit();
