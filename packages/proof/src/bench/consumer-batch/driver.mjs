// Loads a function as Lambda's runtime does and hands it one batch after the other; the first ones warm it up.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [entry, eventsFile, warmUps] = process.argv.slice(2);
const events = JSON.parse(readFileSync(eventsFile, 'utf8'));
const require = createRequire(import.meta.url);
const { handler } = entry.endsWith('.mjs') ? await import(entry) : require(entry);

const wallMs = [];
for (const event of events) {
  const endsAt = Date.now() + 15_000;
  const context = { awsRequestId: '1', functionName: 'bench', getRemainingTimeInMillis: () => endsAt - Date.now() };
  const startedAt = performance.now();
  const { batchItemFailures } = await handler(event, context);
  wallMs.push(performance.now() - startedAt);
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
}
writeSync(3, JSON.stringify({ wallMs: wallMs.slice(Number(warmUps)) }));
process.exit();
