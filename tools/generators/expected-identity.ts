import { createHash } from 'node:crypto';
import type { Identity } from '../../lambda/reader/callback';

// What wire contract §6 and architecture §6 say of identities, said once more and not computed by the code under test:
// it would agree with every mistake of its own (decision 0011).

/** An id as the ledger has it: hashed where a key cannot hold it, or where it looks like such a hash. */
export function expectedId(id: string): string {
  const utf8 = Buffer.from(id, 'utf8');
  const isWhole = utf8.toString('utf8') === id;
  if (isWhole && utf8.length <= 512 && !/^sha256:/.test(id)) return id;
  return `sha256:${sha256(isWhole ? utf8 : JSON.stringify(id))}`;
}

/** What tells the callbacks of one id apart: `a/-/c`, with `-` for what was not sent. */
export function expectedPart(components: readonly (string | null)[]): string {
  const written = components.map((component) => {
    if (component === null) return '-';
    return component === '-' ? '%2D' : component.replace(/[%/]/g, (character) => (character === '%' ? '%25' : '%2F'));
  });
  return expectedId(written.join('/'));
}

/** `metadata.id`: a UUID of version 8 (RFC 9562) out of the SHA-256 of the ledger's two keys. */
export function expectedEventId({ family, id, part }: Identity): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([`${family}#${id}`, part]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** SHA-256 of a JSON value whatever the order of its keys: an object counts as the list of its sorted members. */
export function expectedDigest(value: unknown): string {
  return sha256(sorted(value));
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `[${JSON.stringify(name)},${sorted(member)}]`);
  return `{"entries":[${members.join(',')}]}`;
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
