// Loads a function, hands it small events, then large ones, and says how much memory that took.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { memory } from '../harness/peak-memory.mjs';

const [entry, smallFile, largeFile] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { handler } = entry.endsWith('.mjs') ? await import(entry) : require(entry);

await handle(smallFile, 50);
const rest = memory();
await handle(largeFile, 5);
const mb = (bytes) => bytes / 1024 ** 2;
writeSync(3, JSON.stringify({ 'at rest, MB': mb(rest.nowBytes), 'peak, largest body, MB': mb(memory().peakBytes) }));
process.exit();

/** Parses each event, as Lambda's runtime does. */
async function handle(file, times) {
  for (let count = 0; count < times; count += 1) {
    const event = JSON.parse(readFileSync(file, 'utf8'));
    await handler(event, {
      awsRequestId: '1',
      functionName: 'bench',
      memoryLimitInMB: '512',
      getRemainingTimeInMillis: () => 1_000,
    });
  }
}
