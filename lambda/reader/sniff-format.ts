import type { Envelope } from '../shared/envelope';

export type BodyFormat = 'empty' | 'xml' | 'json' | 'multipart' | 'unknown';

/**
 * Tells formats apart by the body's first significant byte, because the Content-Type of XML callbacks is not documented
 * (wire contract §7). The Content-Type counts where the bytes cannot tell: for a multipart's boundary, or for JSON and
 * XML that are broken from the start.
 */
export function sniffFormat({ body, headers }: Pick<Envelope, 'body' | 'headers'>): BodyFormat {
  if (body.byteLength === 0) return 'empty';
  const first = firstSignificantByte(body);
  if (first === '<') return 'xml';
  if (first === '{' || first === '[') return 'json';
  const contentType = headers['content-type']?.[0] ?? '';
  if (/^\s*multipart\//i.test(contentType) || startsWithDelimiter(body)) return 'multipart';
  if (/[/+]xml\b/i.test(contentType)) return 'xml';
  return /[/+]json\b/i.test(contentType) ? 'json' : 'unknown';
}

/** For a multipart whose Content-Type is missing or wrong. */
function startsWithDelimiter(body: Uint8Array): boolean {
  return /^[\r\n]*--[^\r\n]/.test(String.fromCharCode(...body.subarray(0, 8)));
}

/** Skips a byte order mark, white space, and the zero bytes of UTF-16. */
function firstSignificantByte(body: Uint8Array): string {
  const skipped = new Set([0xef, 0xbb, 0xbf, 0xfe, 0xff, 0x00, 0x09, 0x0a, 0x0d, 0x20]);
  const byte = body.find((value) => !skipped.has(value));
  return byte === undefined ? '' : String.fromCharCode(byte);
}
