import fc from 'fast-check';
import { type Made, oneOf } from './texts';

/** A part as it goes over the wire: header lines and the bytes after the blank line. */
export interface WirePart {
  readonly headers: readonly string[];
  readonly bytes: Uint8Array;
}

/** How parts may be framed (RFC 2046). */
export const multipartLayouts = fc.record({
  // Of all characters that RFC 2046 §5.1.1 allows; a space may not end one.
  boundary: fc.stringMatching(/^[0-9A-Za-z'()+_,./:=? -]{0,40}[0-9A-Za-z'()+_,./:=?]$/),
  lineEnd: oneOf('\r\n', '\n'),
  preamble: oneOf('', 'This is a multipart message.\r\n', '\r\n'),
  epilogue: oneOf('', '\r\n', '\r\nthe end'),
  closed: fc.boolean(),
});
export type MultipartLayout = Made<typeof multipartLayouts>;

/** As Vibes frames them. */
export function plainLayout(boundary: string): MultipartLayout {
  return { boundary, lineEnd: '\r\n', preamble: '', epilogue: '\r\n', closed: true };
}

/** Vibes names no `start` (wire contract §3.1). */
export function multipartContentType(boundary: string): string {
  return `multipart/related; type="text/xml"; boundary="${boundary}"`;
}

/** RFC 2046 §5.1.1: the line end before a delimiter belongs to the delimiter. */
export function renderMultipart(parts: readonly WirePart[], layout: MultipartLayout): Buffer {
  const { boundary, lineEnd, preamble, epilogue, closed } = layout;
  const delimiter = `--${boundary}`;
  const chunks: (string | Uint8Array)[] = [preamble];
  parts.forEach(({ headers, bytes }, index) => {
    const head = [delimiter, ...headers, '', ''].join(lineEnd);
    chunks.push(index === 0 ? head : `${lineEnd}${head}`, bytes);
  });
  if (closed) chunks.push(`${lineEnd}${delimiter}--${epilogue}`);
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
}

/**
 * Whether the bytes can stand in a part: they hold no delimiter, and do not end in half a line end. A CR alone counts as
 * a line end before a delimiter, as it does for mail readers: no sender takes a boundary that its content holds.
 */
export function canStandIn(bytes: Uint8Array, { boundary }: MultipartLayout): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  return !`\n${text}`.replaceAll('\r', '\n').includes(`\n--${boundary}`) && !text.endsWith('\r');
}
