// Loads the function as Lambda's runtime does, hands it one event, and says how much memory the process had at most.
import { readFileSync, writeSync } from 'node:fs';
import { memory } from '../harness/peak-memory.mjs';

const [entry, eventFile] = process.argv.slice(2);
const { handler } = await import(entry);
const { nowBytes: restBytes } = memory();
const event = JSON.parse(readFileSync(eventFile, 'utf8'));

const endsAt = Date.now() + 15_000;
const startedAt = performance.now();
const { batchItemFailures } = await handler(event, { getRemainingTimeInMillis: () => endsAt - Date.now() });
const wallMs = performance.now() - startedAt;
if (batchItemFailures.length > 0) throw new Error('the record failed');

writeSync(3, JSON.stringify({ restBytes, peakBytes: memory().peakBytes, wallMs }));
process.exit();
