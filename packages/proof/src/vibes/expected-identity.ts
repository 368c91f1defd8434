import { createHash, createHmac } from 'node:crypto';
import type { GeneratedCallback } from './callback';

// Identities by wire contract §6 and architecture §6, computed again here: the code under test would agree with its own
// mistakes (decision 0011).

/** The identity key that generated callbacks are to be read with. */
export const generatorKey = 'a key of nobody';

/** Visible ASCII, as every id of Vibes has it. */
export const idShape = /^[!-~]+$/;

/** An id as the ledger has it: hashed if it is malformed, too long for a key, or looks like such a hash. */
export function expectedId(id: string): string {
  const utf8 = Buffer.from(id, 'utf8');
  const isWhole = utf8.toString('utf8') === id;
  if (idShape.test(id) && utf8.length <= 512 && !/^(sha256|keyed):/.test(id)) return id;
  return `keyed:${expectedHash(isWhole ? id : JSON.stringify(id))}`;
}

export function expectedHash(text: string): string {
  return createHmac('sha256', Buffer.from(generatorKey)).update(text, 'utf8').digest('hex');
}

/** What may tell the callbacks of one id apart, and what it looks like. */
export type ExpectedComponent = readonly [string | null, RegExp];

/** What tells the callbacks of one id apart: `a/-/c`, with `-` for what was not sent. */
export function expectedPart(components: readonly ExpectedComponent[]): string {
  const written = components.map(([component, shape]) => {
    if (component === null) return '-';
    if (!shape.test(component)) return `keyed:${expectedHash(component)}`;
    const bounded = /^(sha256|keyed):/.test(component) ? expectedId(component) : component;
    return bounded === '-' ? '%2D' : bounded.replace(/[%/]/g, (character) => (character === '%' ? '%25' : '%2F'));
  });
  return expectedId(written.join('/'));
}

/** `metadata.id`: a UUID of version 8 (RFC 9562) out of the SHA-256 of the ledger's two keys. */
export function expectedEventId({ family, id, part }: GeneratedCallback['identity']): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([`${family}#${id}`, part]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Hash of a JSON value, the same for any order of keys: an object counts as the list of its sorted members. */
export function expectedDigest(value: unknown): string {
  return expectedHash(createHash('sha256').update(sorted(value)).digest('hex'));
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `[${JSON.stringify(name)},${sorted(member)}]`);
  return `{"entries":[${members.join(',')}]}`;
}
