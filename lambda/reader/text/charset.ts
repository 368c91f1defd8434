import { UnrecognizedError } from '../unrecognized/unrecognized-error';

export interface CharsetHints {
  /** The `charset` of the Content-Type header (of the request, or of a MIME part). */
  readonly contentTypeCharset?: string | undefined;
  /** The text is XML and may declare its encoding; false where absent. */
  readonly xmlDeclaration?: boolean;
}

/**
 * Decodes by byte order mark, then Content-Type, then XML declaration, then as UTF-8; the mark is not part of the text.
 * The mark comes first because it cannot be there by mistake (RFC 7303 §3 for XML, the Encoding standard for the rest).
 * UTF-16 is believed only of bytes that are UTF-16: Vibes' MM7 documents declare it and are UTF-8 (wire contract §3.1).
 * @throws UnrecognizedError `charset-unknown`, or `charset-invalid` for bytes that the charset does not have
 */
export function decodeText(bytes: Uint8Array, hints: CharsetHints = {}): string {
  const decoder = decoderOf(byteOrderMark(bytes) ?? statedCharset(bytes, hints) ?? 'utf-8');
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

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function statedCharset(bytes: Uint8Array, { contentTypeCharset, xmlDeclaration = false }: CharsetHints) {
  if (!xmlDeclaration) return contentTypeCharset;
  const utf16 = utf16Order(bytes);
  const label = contentTypeCharset ?? utf16 ?? declaredEncoding(bytes);
  const isUtf16 = label !== undefined && decoderOf(label).encoding.startsWith('utf-16');
  return isUtf16 ? (utf16 ?? 'utf-8') : label;
}

/** XML in UTF-16 without a mark shows in its first character, which is ASCII (XML 1.0, appendix F). */
function utf16Order([first, second]: Uint8Array): string | undefined {
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

function decoderOf(label: string) {
  try {
    // TextDecoder takes ASCII for windows-1252; UTF-8 is what holds ASCII and refuses what is not.
    return new TextDecoder(/^(us-)?ascii$/i.test(label) ? 'utf-8' : label, { fatal: true });
  } catch {
    throw new UnrecognizedError('charset-unknown');
  }
}
