import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { isWide, narrowed, withLineFeeds } from './line-feeds';
import { joinSurrogateReferences } from './surrogate-references';

/** An element as it was sent, found by its local name: prefixes vary between Vibes' documents (wire contract §3.1). */
export interface XmlElement {
  /** Local name: `DeliverReq` for `mm7:DeliverReq`. */
  readonly name: string;
  readonly qualifiedName: string;
  /** By name as written, including namespace declarations. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Child elements and character data, in document order. */
  readonly content: readonly (XmlElement | string)[];
  /** The element's own character data, including CDATA, without that of its children. Nothing is trimmed. */
  readonly text: string;
  /** The element as written in the document, from its `<` to its last `>`. */
  readonly raw: string;
}

/**
 * Vibes' documents are 2 to 6 deep. Anything far deeper is not a callback, and JSON readers of the events have limits
 * of their own.
 */
export const maxXmlDepth = 64;

/**
 * Elements and attributes of a document together. Vibes' documents have fewer than a hundred, an MMS to many recipients
 * a few for each. Every one takes some 400 bytes of memory, and 4 MB of the shortest would take all that the function
 * has.
 */
export const maxXmlNodes = 20_000;

/** Its `reason` is `xml-malformed`, `xml-doctype`, `xml-too-deep` or `xml-too-complex`. */
export class XmlError extends UnrecognizedError {
  override readonly name = 'XmlError';
  constructor(override readonly reason: 'xml-malformed' | 'xml-doctype' | 'xml-too-deep' | 'xml-too-complex') {
    super(reason);
  }
}

/**
 * Parses a well-formed XML 1.0 document into a tree (docs/decisions/0002-xml-parser.md). No document type is accepted,
 * so only the five predefined entities exist. White space before the declaration is tolerated, and so is an emoji in
 * two references: a callback must not be lost because of a line break or a smile.
 * @throws XmlError
 */
export function parseXml(text: string): XmlElement {
  const source = joinSurrogateReferences(text.replace(/^[\t\n\r ]+/, ''));
  const parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const builder = new TreeBuilder(source, () => parser.position);
  parser.on('error', refuse('xml-malformed'));
  parser.on('doctype', refuse('xml-doctype'));
  parser.on('opentagstart', () => builder.start());
  parser.on('attribute', () => builder.count());
  parser.on('opentag', (tag) => builder.open(tag));
  parser.on('closetag', () => builder.close());
  parser.on('text', (characters) => builder.text(characters));
  parser.on('cdata', (characters) => builder.text(characters));
  for (const piece of piecesOf(source)) {
    parser.write(piece);
    // The parser's text so far, for which it has no method.
    flatten(Reflect.get(parser, 'text'));
    builder.flatten();
  }
  parser.close();
  return builder.root ?? refuse('xml-malformed')();
}

/** How much the parser gets at a time: text that it joins from small pieces in between stays in pieces. */
const pieceLength = 64 * 1024;

/**
 * The document piece by piece, without lone carriage returns, because the parser makes a separate text of each. Lengths
 * stay the same, so that an element's raw text can be cut from the document as sent. One wide character must not make
 * every text of the document wide.
 */
function* piecesOf(source: string): Generator<string> {
  const wide = isWide(source);
  for (let start = 0; start < source.length; ) {
    // A carriage return and its line feed are one line end.
    const end = source.charAt(start + pieceLength - 1) === '\r' ? start + pieceLength + 1 : start + pieceLength;
    const piece = source.slice(start, end);
    yield withLineFeeds(wide ? narrowed(piece) : piece);
    start = end;
  }
}

/**
 * A text that is joined from many pieces is a tree of them, some 30 bytes each: 150 MB for 4 MB of carriage returns,
 * each of which is a piece to the parser. A search makes V8 flatten it in place.
 */
function flatten(text: unknown): void {
  if (typeof text === 'string') /^$/.test(text);
}

function refuse(reason: XmlError['reason']): () => never {
  return () => {
    throw new XmlError(reason);
  };
}

interface OpenElement {
  readonly tag: SaxesTagPlain;
  readonly start: number;
  readonly content: (XmlElement | string)[];
}

class TreeBuilder {
  root: XmlElement | undefined;
  private readonly stack: OpenElement[] = [];
  private tagStart = 0;
  private nodes = 0;

  constructor(
    private readonly source: string,
    private readonly position: () => number,
  ) {}

  count(): void {
    this.nodes += 1;
    if (this.nodes > maxXmlNodes) throw new XmlError('xml-too-complex');
  }

  /** A name was read. The `<` before it is the last one, because no name contains one. */
  start(): void {
    this.count();
    this.tagStart = this.source.lastIndexOf('<', this.position() - 1);
  }

  open(tag: SaxesTagPlain): void {
    if (this.stack.length === maxXmlDepth) throw new XmlError('xml-too-deep');
    this.stack.push({ tag, start: this.tagStart, content: [] });
  }

  /** Joins the text on both sides of a comment, a reference or a CDATA section. */
  text(characters: string): void {
    const content = this.stack.at(-1)?.content;
    if (content === undefined || characters === '') return;
    flatten(characters);
    const before = content.at(-1);
    if (typeof before === 'string') content[content.length - 1] = before + characters;
    else content.push(characters);
  }

  /** The texts that may still grow. */
  flatten(): void {
    for (const { content } of this.stack) flatten(content.at(-1));
  }

  close(): void {
    const open = this.stack.pop();
    if (open === undefined) return;
    const element = toElement(open, this.source.slice(open.start, this.position()));
    const parent = this.stack.at(-1);
    if (parent) parent.content.push(element);
    else this.root = element;
  }
}

function toElement({ tag, content }: OpenElement, raw: string): XmlElement {
  const children = content.filter((item) => typeof item !== 'string');
  return {
    name: localName(tag.name),
    qualifiedName: tag.name,
    attributes: attributesOf(tag),
    children: children.length === 0 ? none : children,
    content: content.length === 0 ? none : content,
    text: textOf(content),
    raw,
  };
}

/** Most elements of a large document are empty, and share these values. */
const none: readonly never[] = [];
const noAttributes: ReadonlyMap<string, string> = new Map();

function attributesOf({ attributes }: SaxesTagPlain): ReadonlyMap<string, string> {
  const names = Object.keys(attributes);
  return names.length === 0 ? noAttributes : new Map(names.map((name) => [name, attributes[name] ?? '']));
}

function textOf(content: readonly (XmlElement | string)[]): string {
  const texts = content.filter((item) => typeof item === 'string');
  return texts.length > 1 ? texts.join('') : (texts[0] ?? '');
}

/** `DeliverReq` of `mm7:DeliverReq`. */
export function localName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf(':') + 1);
}
