import { createHash } from 'node:crypto';
import { JsonWriter } from '../json/json-text';

/**
 * SHA-256 (hex) of a JSON value, regardless of the order of its keys. The caller must limit its depth. It hashes what
 * `JSON.stringify` writes, with an object's members as sorted pairs, because an object puts keys like "1" first.
 */
export function contentDigest(value: unknown): string {
  const hash = createHash('sha256');
  const writer = new JsonWriter((chunk) => hash.update(chunk));
  writeSorted(value, writer);
  writer.end();
  return hash.digest('hex');
}

function writeSorted(value: unknown, writer: JsonWriter): void {
  if (typeof value === 'string') writer.text(value);
  else if (Array.isArray(value)) writeItems(value, writer);
  else if (isObject(value)) writeMembers(value, writer);
  else writer.raw(JSON.stringify(value) ?? 'null');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function writeItems(items: readonly unknown[], writer: JsonWriter): void {
  let before = '[';
  for (const item of items) {
    writer.raw(before);
    writeSorted(item, writer);
    before = ',';
  }
  writer.raw(before === '[' ? '[]' : ']');
}

function writeMembers(value: Readonly<Record<string, unknown>>, writer: JsonWriter): void {
  let before = '{"entries":[[';
  for (const name of Object.keys(value).sort()) {
    writer.raw(before);
    writer.text(name);
    writer.raw(',');
    writeSorted(value[name], writer);
    before = '],[';
  }
  writer.raw(before === '],[' ? ']]}' : '{"entries":[]}');
}
