import { createHash } from 'node:crypto';
import { jsonTextPieces } from '../json/json-text';

/** How much text goes to the hash at once. */
const chunkLength = 16_384;

/**
 * SHA-256 (hex) of a JSON value, whatever the order of its keys. Its depth is the caller's to bound. The JSON is never
 * whole (`jsonTextPieces`).
 */
export function contentDigest(value: unknown): string {
  const hash = createHash('sha256');
  let chunk = '';
  for (const piece of jsonPieces(value)) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    hash.update(chunk);
    chunk = '';
  }
  return hash.update(chunk).digest('hex');
}

/** What `JSON.stringify` writes, of an object its members as sorted pairs: an object puts keys like "1" first. */
function* jsonPieces(value: unknown): Generator<string> {
  if (typeof value === 'string') yield* jsonTextPieces(value);
  else if (Array.isArray(value)) yield* arrayPieces(value);
  else if (typeof value === 'object' && value !== null) {
    yield '{"entries":';
    yield* arrayPieces(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    yield '}';
  } else yield JSON.stringify(value) ?? 'null';
}

function* arrayPieces(values: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [index, value] of values.entries()) {
    if (index > 0) yield ',';
    yield* jsonPieces(value);
  }
  yield ']';
}
