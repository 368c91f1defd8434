import { sha256Hex } from '../../shared/sha-256';
import { TextHash } from '../identity/text-hash';
import type { MimeHead, MimePart } from '../mime/mime';
import { toIsoDate } from '../text/dates';
import { trimmed } from '../text/white-space';
import type { XmlElement } from '../xml/xml';
import { type ElementRule, leftOut, xmlDigest } from '../xml/xml-digest';

/** What came with a SOAP envelope. */
export interface Mm7Body {
  /** The part that contains the envelope; null if it is the whole body. */
  readonly soapPart: MimePart | null;
  readonly media: readonly MimePart[];
}

export const soapAlone: Mm7Body = { soapPart: null, media: [] };

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const mm7Schema = /http:\/\/www\.3gpp\.org\/ftp\/Specs\/archive\/23_series\/23\.140\/schema\/REL-\d+-MM7-[\d-]+/;
const wholeMm7Schema = new RegExp(`^${mm7Schema.source}$`);
const everyMm7Schema = new RegExp(mm7Schema.source, 'g');

/** Vibes' dialects differ in their prefixes and in the release of MM7's schema (wire contract §3.1). */
function dialectName(uri: string): string | null {
  if (uri === soapNamespace) return 'soap';
  return wholeMm7Schema.test(uri) ? 'mm7' : null;
}

const version: ElementRule = { text: (text) => (/^[\d.]*$/.test(trimmed(text)) ? null : text) };
const date: ElementRule = { text: (text) => toIsoDate(text) ?? text };

/** What a retry changes in each request (wire contract §6). */
const rules = {
  DeliverReq: requestRule({
    Body: { children: { DeliverReq: { children: { MM7Version: version, TimeStamp: date } } } },
  }),
  DeliveryReportReq: requestRule({
    Header: { children: { TransactionID: { text: leftOut, attributes: { mustUnderstand: leftOut } } } },
    Body: { children: { DeliveryReportReq: { children: { MM7Version: version, Date: date } } } },
  }),
} as const satisfies Record<string, ElementRule>;

function requestRule(children: ElementRule['children'] = {}): ElementRule {
  return { attributes: { schemaLocation: (value) => value.replace(everyMm7Schema, 'mm7') }, children };
}

/**
 * SHA-256 (hex) of an MM7 request: its SOAP envelope and, for a multipart body, each part with its place, its header
 * and its decoded bytes. Boundaries are new in each attempt, so they do not count, and neither does what MIME readers
 * skip: everything before the first boundary and after the last one.
 */
export function mm7Digest(request: keyof typeof rules, envelope: XmlElement, { soapPart, media }: Mm7Body): string {
  const hash = new TextHash();
  hash.add(xmlDigest(envelope, rules[request], dialectName));
  // The document's encoding follows from its text.
  if (soapPart)
    addHead(hash, soapPart, (line) => (isField('content-transfer-encoding', line) ? null : without('charset', line)));
  const multiparts = new Set([...(soapPart === null ? [] : [soapPart]), ...media].flatMap(({ within }) => within));
  for (const multipart of multiparts) addHead(hash, multipart, (line) => without('boundary', line));
  for (const part of media) {
    addHead(hash, part, (line) => line);
    // Marks whether they were decoded: the same bytes mean something else if they could not be.
    hash.add(part.transferEncoding === undefined ? 'bytes' : 'encoded', sha256Hex(part.bytes));
  }
  return hash.digest();
}

/** The order of fields with different names means nothing (RFC 5322 §3.6), and neither does the case of a name. */
function addHead(hash: TextHash, { path, lines }: MimeHead, counted: (line: string) => string | null): void {
  const fields = lines.flatMap((line) => counted(line) ?? []).map(fieldOf);
  hash.add('part', path, String(fields.length));
  for (const [name, value] of fields.sort(([a], [b]) => (a < b ? -1 : Number(a > b)))) hash.add(name, value);
}

/** A line without a colon is a field without a name. */
function fieldOf(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

function isField(name: string, line: string): boolean {
  return fieldOf(line)[0] === name;
}

/** The line without the first parameter of this name, if the line is the Content-Type. */
function without(parameter: 'boundary' | 'charset', line: string): string {
  if (!isField('content-type', line)) return line;
  return line.replace(parameters[parameter], '');
}

const parameters = {
  boundary: /;\s*boundary\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^;\s]*)/i,
  charset: /;\s*charset\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^;\s]*)/i,
} as const;
