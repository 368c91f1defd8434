import { createHash } from 'node:crypto';
import type { Mark } from './marks';

/** Encodings that hide a mark's plain form. */
const encodings: Readonly<Record<string, (bytes: Buffer) => readonly (string | Buffer)[]>> = {
  plain: (bytes) => [bytes, bytes.toString().toLowerCase()],
  'in JSON': (bytes) => {
    const json = JSON.stringify(bytes.toString()).slice(1, -1);
    return [json, JSON.stringify(json).slice(1, -1)];
  },
  'in XML': (bytes) => [bytes.toString().replaceAll('"', '&quot;'), bytes.toString().replaceAll('"', '&#34;')],
  'in UTF-16': (bytes) => [Buffer.from(bytes.toString(), 'utf16le')],
  'in base64': (bytes) => [0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  'in a URL': (bytes) => [encodeURIComponent(bytes.toString()), form(bytes.toString())],
  'in hex': (bytes) => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
  'as a hash': (bytes) => ['md5', 'sha1', 'sha256'].flatMap((name) => hashes(name, bytes)),
};

export interface Found {
  readonly mark: Mark;
  readonly encoding: string;
}

interface Needle extends Found {
  readonly bytes: Buffer;
}

/** A mark that is shorter could be found by chance. */
const leastBytes = 8;

/**
 * Looks for every mark in every encoding at once: it looks up the last eight bytes of a needle, in which marks differ,
 * and compares only places that end like one.
 */
export function createMarkSearch(marks: readonly Mark[]): (text: string | Uint8Array) => readonly Found[] {
  const needles = new Map<string, Needle[]>();
  const ends = new Uint8Array(1 << 23);
  for (const needle of marks.flatMap(needlesOf)) {
    const tail = needle.bytes.toString('latin1', needle.bytes.length - leastBytes);
    needles.set(tail, [...(needles.get(tail) ?? []), needle]);
    const { length } = needle.bytes;
    ends[bucketOf(needle.bytes.readInt32LE(length - 8), needle.bytes.readInt32LE(length - 4))] = 1;
  }
  return (text) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.buffer, text.byteOffset, text.length);
    const found = new Set<Found>();
    let fourBefore = 0;
    let lastFour = 0;
    for (let end = 1; end <= bytes.length; end++) {
      fourBefore = (fourBefore >>> 8) | (lastFour << 24);
      lastFour = (lastFour >>> 8) | ((bytes[end - 1] ?? 0) << 24);
      if (ends[bucketOf(fourBefore, lastFour)] === 0 || end < leastBytes) continue;
      for (const needle of needles.get(bytes.toString('latin1', end - leastBytes, end)) ?? []) {
        if (bytes.subarray(end - needle.bytes.length, end).equals(needle.bytes)) found.add(needle);
      }
    }
    return [...found];
  };
}

function bucketOf(fourBefore: number, lastFour: number): number {
  return (Math.imul(fourBefore, 0x85ebca6b) ^ Math.imul(lastFour, 0x9e3779b1)) >>> 9;
}

/** The same bytes are one needle, even as different encodings. */
function needlesOf(mark: Mark): readonly Needle[] {
  const written = new Map<string, Needle>();
  for (const [encoding, encode] of Object.entries(encodings)) {
    for (const text of formsOf(mark.value).flatMap((form) => encode(Buffer.from(form)))) {
      const bytes = Buffer.from(text);
      const key = bytes.toString('latin1');
      if (bytes.length >= leastBytes && !written.has(key)) written.set(key, { mark, encoding, bytes });
    }
  }
  return [...written.values()];
}

/** A number also counts without its plus, and without its country code. */
function formsOf(value: string): readonly string[] {
  return /^\+\d+$/.test(value) ? [value, value.slice(1), value.slice(3)] : [value];
}

/** The part of a base64 text that does not depend on what comes before and after it in the same text. */
function base64At(bytes: Buffer, offset: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  const stable = whole.slice(start, end);
  return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
}

function form(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function hashes(name: string, bytes: Buffer): readonly string[] {
  const digest = createHash(name).update(bytes).digest();
  const hex = digest.toString('hex');
  const base64 = digest.toString('base64').replace(/=+$/, '');
  return [hex, hex.toUpperCase(), base64, base64.replaceAll('+', '-').replaceAll('/', '_')];
}
