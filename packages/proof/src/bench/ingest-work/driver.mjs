// Hands a function the same event many times: CPU time, then bytes of heap, for each.
import { readFileSync, writeSync } from 'node:fs';

const [entry, eventFile, times, sampled] = process.argv.slice(2);
const { handler } = await import(entry);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const context = {
  awsRequestId: '1',
  functionName: 'bench',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 1_000,
};

await handle(Number(times));
const before = process.cpuUsage();
await handle(Number(times));
const { user, system } = process.cpuUsage(before);

// So few that nothing is collected meanwhile: the young generation is large (see the benchmark).
globalThis.gc();
const { heapUsed } = process.memoryUsage();
await handle(Number(sampled));
const bytes = (process.memoryUsage().heapUsed - heapUsed) / Number(sampled);

writeSync(3, JSON.stringify({ 'CPU, µs': (user + system) / Number(times), 'heap, KB': bytes / 1024 }));
process.exit();

async function handle(count) {
  for (let n = 0; n < count; n += 1) {
    const { statusCode } = await handler(event, context);
    if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
  }
}
