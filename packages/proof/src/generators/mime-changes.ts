import { plainLayout, renderMultipart } from '../vibes/multipart';
import { type Change, type IsChangedByRetry, swapped, writeTree, type XmlTree, xmlChanges } from './xml-changes';

/** A part of a multipart body, with bytes, a document or parts in it. */
export interface MimeTree {
  readonly headers: readonly string[];
  readonly content: Uint8Array | XmlTree | readonly MimeTree[];
}

/** Of nested parts, whose own Content-Type is to name it. */
export const innerBoundary = 'inner';

export function writeParts(parts: readonly MimeTree[], boundary: string): Buffer {
  const written = parts.map(({ headers, content }) => ({ headers, bytes: bytesOf(content) }));
  return renderMultipart(written, plainLayout(boundary));
}

function bytesOf(content: MimeTree['content']): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return 'name' in content ? Buffer.from(writeTree(content)) : writeParts(content, innerBoundary);
}

/** Every body with one thing changed anywhere in its parts. */
export function mimeChanges(parts: readonly MimeTree[], isExempt: IsChangedByRetry): Change<readonly MimeTree[]>[] {
  const added: MimeTree = { headers: [], content: Buffer.alloc(0) };
  return [
    { what: 'an empty part added', make: () => [...parts, added] },
    ...parts.flatMap((part, at) => [
      { what: `part ${at} taken`, make: () => parts.toSpliced(at, 1) },
      { what: `part ${at} twice`, make: () => parts.toSpliced(at, 0, part) },
      ...(at > 1 ? [{ what: `parts ${at} and 1 swapped`, make: () => swapped(parts, at, 1) }] : []),
      ...partChanges(part, isExempt).map(({ what, make }) => ({
        what: `part ${at}: ${what}`,
        make: () => parts.with(at, make()),
      })),
    ]),
  ];
}

function partChanges(part: MimeTree, isExempt: IsChangedByRetry): Change<MimeTree>[] {
  const { headers, content } = part;
  const withHeaders = (list: readonly string[]) => ({ ...part, headers: list });
  return [
    { what: 'a header added', make: () => withHeaders([...headers, 'X-Added: 1']) },
    { what: 'a line added', make: () => withHeaders([...headers, 'no header']) },
    { what: 'a first line added', make: () => withHeaders(['POST / HTTP/1.1', ...headers]) },
    ...headers.flatMap((line, at) => [
      { what: `"${line}" taken`, make: () => withHeaders(headers.toSpliced(at, 1)) },
      { what: `"${line}" changed`, make: () => withHeaders(headers.with(at, `${line}; x=y`)) },
      { what: `"${line}" renamed`, make: () => withHeaders(headers.with(at, `X-${line}`)) },
      { what: `"${line}" twice`, make: () => withHeaders(headers.toSpliced(at, 0, line)) },
    ]),
    ...contentChanges(content, isExempt).map(({ what, make }) => ({
      what,
      make: () => ({ ...part, content: make() }),
    })),
  ];
}

function contentChanges(content: MimeTree['content'], isExempt: IsChangedByRetry): Change<MimeTree['content']>[] {
  if (!(content instanceof Uint8Array))
    return 'name' in content ? xmlChanges(content, isExempt) : mimeChanges(content, isExempt);
  const flipped = [...content.keys()].map((at) => ({
    what: `byte ${at} changed`,
    make: () => content.with(at, (content[at] ?? 0) ^ 0x20),
  }));
  return [{ what: 'a byte added', make: () => Buffer.concat([content, Buffer.from('x')]) }, ...flipped];
}
