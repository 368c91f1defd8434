// Loads a function as Lambda's runtime does (`import` for ESM, `require` for CommonJS) and hands it one event.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [entry, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const require = createRequire(import.meta.url);
const cpuBefore = process.cpuUsage();
const startedAt = process.hrtime.bigint();

const { handler } = entry.endsWith('.mjs') ? await import(entry) : require(entry);
const loadedAt = process.hrtime.bigint();
await handler(event, {
  awsRequestId: '1',
  functionName: 'bench',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 1_000,
});
const answeredAt = process.hrtime.bigint();
const { user, system } = process.cpuUsage(cpuBefore);

const times = { startedAt: `${startedAt}`, loadedAt: `${loadedAt}`, answeredAt: `${answeredAt}` };
writeSync(3, JSON.stringify({ ...times, cpuMs: (user + system) / 1000 }));
process.exit();
