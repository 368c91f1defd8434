// Loads a parser's bundle and reads documents with it for a while, the first part of it to warm up; µs a document.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [bundle, documentsFile, milliseconds] = process.argv.slice(2);
const { read } = createRequire(import.meta.url)(bundle);
const documents = JSON.parse(readFileSync(documentsFile, 'utf8')).map(({ contentType, body, text }) =>
  text === undefined ? [contentType, Buffer.from(body, 'base64')] : [text],
);

async function readFor(ms) {
  const startedAt = performance.now();
  let count = 0;
  for (let now = startedAt; now - startedAt < ms; now = performance.now()) {
    for (const input of documents) {
      const result = read(...input);
      if (result instanceof Promise) await result;
    }
    count += documents.length;
  }
  return ((performance.now() - startedAt) * 1000) / count;
}

await readFor(milliseconds);
writeSync(3, JSON.stringify({ microseconds: await readFor(milliseconds) }));
process.exit();
