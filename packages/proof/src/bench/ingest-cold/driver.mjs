// Waits until it is held to its share, then loads a function as Lambda's runtime does, and hands it one event: cold; and
// then some more, of which the last are warm.
import { readFileSync, readSync, writeSync } from 'node:fs';

const [entry, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const warmCalls = 10;
readSync(0, Buffer.alloc(1));

const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
const { handler } = await import(entry);
const loadedAt = performance.now();
const context = { getRemainingTimeInMillis: () => 1_000 };
const answer = await handler(event, context);
const answeredAt = performance.now();
const { user, system } = process.cpuUsage(cpuBefore);

const warmMs = [];
for (let call = 0; call < 2 * warmCalls; call += 1) {
  const at = performance.now();
  await handler(event, context);
  if (call >= warmCalls) warmMs.push(performance.now() - at);
}
const coldCpuMs = (user + system) / 1000;
const status = answer.statusCode ?? (answer.policyDocument === undefined ? 500 : 200);
const times = { loadMs: loadedAt - startedAt, handlerMs: answeredAt - loadedAt, warmMs, coldCpuMs };
writeSync(3, JSON.stringify({ status, ...times }));
process.exit();
