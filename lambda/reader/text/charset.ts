import { UnrecognizedError } from '../unrecognized/unrecognized-error';

export interface CharsetHints {
  /** The `charset` of the Content-Type header (of the request, or of a MIME part). */
  readonly contentTypeCharset?: string | undefined;
  /** Whether the text is XML, which may declare its encoding. @default false */
  readonly xmlDeclaration?: boolean;
}

/**
 * Decodes by byte order mark, then Content-Type, then XML declaration, then as UTF-8; the mark is not part of the text.
 * The mark comes first because it cannot be there by mistake (RFC 7303 §3 for XML, the Encoding standard for the rest).
 * UTF-16 is believed only of bytes that are UTF-16: Vibes' MM7 documents declare it and are UTF-8 (wire contract §3.1).
 * @throws UnrecognizedError `charset-unknown`, or `charset-invalid` for bytes that the charset does not have
 */
export async function decodeText(bytes: Uint8Array, hints: CharsetHints = {}): Promise<string> {
  const decoder = byteOrderMark(bytes) ?? (await statedDecoder(bytes, hints)) ?? unicode('utf-8');
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UnrecognizedError('charset-invalid');
  }
}

/** The `charset` of a Content-Type header's value. */
export function charsetOf(contentType: string | undefined): string | undefined {
  const [, value] = /;\s*charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '') ?? [];
  return value;
}

/** The part of a `TextDecoder` that is used: Node's own for Unicode, the library's for the rest. */
interface Decoder {
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be';

function byteOrderMark([first, second, third]: Uint8Array): Decoder | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return unicode('utf-8');
  if (first === 0xff && second === 0xfe) return unicode('utf-16le');
  if (first === 0xfe && second === 0xff) return unicode('utf-16be');
  return undefined;
}

async function statedDecoder(
  bytes: Uint8Array,
  { contentTypeCharset, xmlDeclaration = false }: CharsetHints,
): Promise<Decoder | undefined> {
  const utf16 = xmlDeclaration ? utf16Order(bytes) : undefined;
  const label = contentTypeCharset ?? utf16 ?? (xmlDeclaration ? declaredEncoding(bytes) : undefined);
  if (label === undefined) return undefined;
  const decoder = await decoderOf(label);
  return xmlDeclaration && decoder.encoding.startsWith('utf-16') ? unicode(utf16 ?? 'utf-8') : decoder;
}

/** XML in UTF-16 without a mark is recognized by its first character, which is ASCII (XML 1.0, appendix F). */
function utf16Order([first, second]: Uint8Array): Unicode | undefined {
  if (first === undefined || second === undefined) return undefined;
  if (first !== 0 && second === 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  return undefined;
}

/** Reads `<?xml … encoding="…"?>` from bytes that are ASCII up to there. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 256));
  const [declaration] = /^[\t\n\r ]*<\?xml\s[^>]*\?>/.exec(head) ?? [];
  const [, encoding] = /\sencoding\s*=\s*["']([^"']+)["']/.exec(declaration ?? '') ?? [];
  return encoding;
}

/** The Encoding standard maps `us-ascii` to windows-1252; UTF-8 contains ASCII and refuses everything else. */
const unicodeLabels = /^(utf-?8|utf-16(le|be)?|(us-)?ascii)$/i;

function unicode(encoding: Unicode): Decoder {
  return new TextDecoder(encoding, { fatal: true });
}

/**
 * A library that follows the Encoding standard, not Node's own tables: ICU's differ from the standard's in thousands of
 * pairs, and windows-1252 is wrong in some releases (docs/decisions/0018-charsets.md).
 */
async function decoderOf(label: string): Promise<Decoder> {
  if (unicodeLabels.test(label)) return new TextDecoder(/ascii$/i.test(label) ? 'utf-8' : label, { fatal: true });
  const { LegacyDecoder } = await import('./legacy-charsets');
  try {
    return new LegacyDecoder(label, { fatal: true });
  } catch {
    throw new UnrecognizedError('charset-unknown');
  }
}
