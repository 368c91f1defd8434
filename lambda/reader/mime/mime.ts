import type { MessageChunk, MimeNode } from '@zone-eu/mailsplit';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { isBase64 } from './base64';

/** A part of a multipart body and the lines of its header. */
export interface MimeHead {
  /** Its place: `1` is the first part, `3.2` the second part inside the third. */
  readonly path: string;
  /**
   * The header's lines as sent, one byte per character, each unfolded to one line. Includes lines that are not header
   * fields.
   */
  readonly lines: readonly string[];
}

/** A leaf of a multipart body. */
export interface MimePart extends MimeHead {
  /** The multipart parts that contain it, outermost first. */
  readonly within: readonly MimeHead[];
  /** In their order; values as sent, unfolded to one line. */
  readonly headers: readonly MimeHeader[];
  readonly charset: string | undefined;
  /** The part's own name, from its disposition or otherwise its type. Never use it as a path. */
  readonly filename: string | undefined;
  /** The exact content, with its transfer encoding decoded. */
  readonly bytes: Uint8Array;
  /** Set if `bytes` are still encoded, because the encoding is unknown or does not match the content. */
  readonly transferEncoding: string | undefined;
}

export interface MimeHeader {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** An MMS has a handful of parts; each takes a paragraph in the event. */
export const maxParts = 200;
const maxHeaderBytes = 64 * 1024;

/**
 * Splits a multipart body into its leaves, including nested ones (docs/decisions/0003-mime-parser.md). If the
 * Content-Type has no boundary, or not the body's, the boundary is taken from the body's first lines.
 * @throws UnrecognizedError `mime-malformed`
 */
export async function readMultipart(contentType: string, body: Uint8Array): Promise<readonly MimePart[]> {
  const parts = await split(contentType, body);
  if (parts.length > 0) return parts;
  const found = await split(`multipart/related; boundary="${firstBoundary(body).replace(/["\\]/g, '\\$&')}"`, body);
  if (found.length === 0) throw new UnrecognizedError('mime-malformed');
  return found;
}

/**
 * The boundary in the first line that looks like a delimiter (RFC 2046 §5.1.1); the few lines before it may be a
 * preamble.
 */
function firstBoundary(body: Uint8Array): string {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 4096)).toString('latin1');
  return /^--([^\r\n]{1,200}?)[\t ]*\r?$/m.exec(head)?.[1] ?? '';
}

async function split(contentType: string, body: Uint8Array): Promise<readonly MimePart[]> {
  const parts = new OpenParts();
  let previous: MimeNode | MessageChunk | undefined;
  for await (const chunk of chunksOf(contentType, body)) {
    if (chunk.type === 'node') parts.open(chunk);
    if (chunk.type === 'body') parts.add(chunk.node, chunk.value);
    if (chunk.type === 'data') {
      parts.announce(chunk.node);
      if (previous?.type === 'body' && isStrayLineEnd(previous.value, chunk.value)) parts.empty(previous.node);
    }
    previous = chunk;
  }
  return Promise.all(parts.leaves().map(({ place, node, chunks }) => toPart(place, node, chunks)));
}

interface Place {
  /** Undefined for the body itself. */
  readonly head: MimeHead | undefined;
  readonly within: readonly MimeHead[];
  readonly children: number;
}

/** The nodes of a body, as the splitter finds them. */
class OpenParts {
  private readonly contents = new Map<MimeNode, Buffer[]>();
  /** A node whose delimiter was found, but not yet the end of its headers. */
  private announced: MimeNode | undefined;
  private readonly childless = new Set<MimeNode>();
  private readonly places = new Map<MimeNode, Place>();

  /** Called when a delimiter was found: `node` is the part that it begins, or the multipart that it closes. */
  announce(node: MimeNode): void {
    this.closeHeaders();
    if (node.parentNode && !node.headers) this.announced = node;
  }

  open(node: MimeNode): void {
    if (!node.parentNode) return;
    this.announced = undefined;
    this.childless.delete(node.parentNode);
    this.number(node, node.parentNode);
    if (node.multipart) this.childless.add(node);
    else this.contents.set(node, []);
  }

  /** Not by the splitter's own numbers: it has none for a part that it does not emit. */
  private number(node: MimeNode, parent: MimeNode): void {
    const outer = this.places.get(parent) ?? { head: undefined, within: [], children: 0 };
    const number = outer.children + 1;
    this.places.set(parent, { ...outer, children: number });
    const head = {
      path: outer.head === undefined ? `${number}` : `${outer.head.path}.${number}`,
      lines: linesOf(node),
    };
    const within = outer.head === undefined ? [] : [...outer.within, outer.head];
    this.places.set(node, { head, within, children: 0 });
  }

  add(node: MimeNode, content: Buffer): void {
    this.contents.get(node)?.push(content);
  }

  empty(node: MimeNode): void {
    if (this.contents.has(node)) this.contents.set(node, []);
  }

  /** @throws UnrecognizedError if a nested multipart has no part, because its content would be lost silently */
  leaves(): { place: Place | undefined; node: MimeNode; chunks: readonly Buffer[] }[] {
    this.closeHeaders();
    if (this.childless.size > 0) throw new UnrecognizedError('mime-malformed');
    return [...this.contents].map(([node, chunks]) => ({ place: this.places.get(node), node, chunks }));
  }

  /** Closes a part whose headers end at the next delimiter, without a blank line: the splitter does not emit it. */
  private closeHeaders(): void {
    const node = this.announced;
    if (node === undefined || node.headerCost() === 0) return;
    node.parseHeaders();
    this.open(node);
  }
}

/**
 * The line end before a delimiter belongs to the delimiter. The splitter treats it so, except for an empty part that is
 * followed by another: there the line end becomes the content, and the delimiter begins with its hyphens.
 */
function isStrayLineEnd(content: Buffer, delimiter: Buffer): boolean {
  return delimiter[0] === 0x2d && /^\r?\n$/.test(content.toString('latin1', 0, 3));
}

/** Loaded on demand: only MMS needs it, and with its character sets it is larger than all the rest. */
async function* chunksOf(contentType: string, body: Uint8Array): AsyncGenerator<MimeNode | MessageChunk> {
  const { Splitter } = await import('./mime-splitter');
  const splitter = new Splitter({ ignoreEmbedded: true, maxChildNodes: maxParts + 1, maxHeadSize: maxHeaderBytes });
  splitter.write(`Content-Type: ${contentType.replace(/[\r\n]+/g, ' ')}\r\n\r\n`);
  splitter.end(body);
  try {
    for await (const chunk of splitter) yield chunk;
  } catch {
    throw new UnrecognizedError('mime-malformed');
  }
}

async function toPart(place: Place | undefined, node: MimeNode, chunks: readonly Buffer[]): Promise<MimePart> {
  const [only] = chunks;
  const raw = chunks.length === 1 && only ? only : Buffer.concat(chunks);
  const encoding = node.encoding || '';
  const encoded = !isDecodable(encoding, raw);
  return {
    path: place?.head?.path ?? '',
    lines: place?.head?.lines ?? [],
    within: place?.within ?? [],
    headers: headersOf(node),
    charset: node.charset || undefined,
    // Its charset may be one that can encode half a surrogate pair.
    filename: node.filename ? node.filename.toWellFormed() : undefined,
    bytes: encoded ? raw : await decode(node, raw),
    transferEncoding: encoded ? encoding : undefined,
  };
}

/** Content that claims to be base64 but is not would be decoded to garbage, so it stays as it is. */
function isDecodable(encoding: string, raw: Buffer): boolean {
  if (encoding === 'base64') return isBase64(raw);
  return ['', '7bit', '8bit', 'binary', 'quoted-printable'].includes(encoding);
}

async function decode(node: MimeNode, raw: Buffer): Promise<Buffer> {
  if (node.encoding !== 'base64' && node.encoding !== 'quoted-printable') return raw;
  const decoder = node.getDecoder();
  decoder.end(raw);
  const chunks: Buffer[] = [];
  for await (const chunk of decoder) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Read from the bytes, because the parser drops a first line that begins with "From " or "POST ". */
function linesOf(node: MimeNode): string[] {
  const head = node.headers ? node.getHeaders().toString('latin1') : '';
  return head
    .replace(/\r?\n(?=[\t ])/g, '')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

function headersOf(node: MimeNode): MimeHeader[] {
  const lines = node.headers ? node.headers.getList() : [];
  // For a part without headers, the parser returns one empty header.
  return lines.filter(({ key }) => key !== '').map(({ key, line }) => ({ name: key, value: headerValue(line) }));
}

/** Header lines come as bytes in a string. Most are ASCII, some UTF-8; anything else stays as Latin-1. */
function headerValue(line: string): string {
  const value = line
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n(?=[\t ])/g, '')
    .trim();
  const utf8 = Buffer.from(value, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? value : utf8;
}
