import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';
import { plainLayout, renderMultipart } from '../vibes/multipart';

/**
 * A piece of a document as it is written, in XML, JSON or MIME. A member of JSON has its value as its one piece, a part of
 * MIME its body as its last.
 */
export interface Piece {
  readonly kind: Kind;
  /** Of an element, an attribute or a member. */
  readonly name: string;
  /** Of what has no pieces; bytes are in latin1. */
  readonly text: string;
  readonly pieces: readonly Piece[];
}

type Kind = XmlKind | JsonKind | MimeKind;
type XmlKind = 'element' | 'attribute' | 'text';
type JsonKind = 'object' | 'list' | 'member' | 'scalar';
type MimeKind = 'parts' | 'part' | 'header' | 'bytes';

function leaf(kind: Kind, text: string, name = ''): Piece {
  return { kind, name, text, pieces: [] };
}

function whole(kind: Kind, pieces: readonly Piece[], name = ''): Piece {
  return { kind, name, text: '', pieces };
}

/** A document of XML, without the white space between elements. */
export function xmlPiece(text: string): Piece {
  const { root } = parseXml(text);
  if (root === null) throw new Error('no document');
  return elementPiece(root);
}

function elementPiece({ name, attributes, children }: XmlElement): Piece {
  const content = children.flatMap((child) => {
    if (child instanceof XmlElement) return [elementPiece(child)];
    return child instanceof XmlText && /[^\t\n\r ]/.test(child.text) ? [leaf('text', child.text)] : [];
  });
  return whole(
    'element',
    [...Object.entries(attributes).map(([key, value]) => leaf('attribute', value, key)), ...content],
    name,
  );
}

/** A JSON value whose numbers JavaScript can represent: members in order, numbers as spelled. */
export function jsonPiece(value: unknown): Piece {
  if (Array.isArray(value)) return whole('list', value.map(jsonPiece));
  if (typeof value !== 'object' || value === null) return leaf('scalar', JSON.stringify(value));
  return whole(
    'object',
    Object.entries(value).map(([name, member]) => whole('member', [jsonPiece(member)], name)),
  );
}

export function bytesPiece(bytes: Uint8Array): Piece {
  return leaf('bytes', Buffer.from(bytes).toString('latin1'));
}

/** The boundary of parts within a part, whose Content-Type is to name it. */
export const innerBoundary = 'inner';

/** A multipart body, by the header lines and the body of each part. */
export function mimePiece(...parts: readonly (readonly [headers: readonly string[], body: Piece])[]): Piece {
  return whole(
    'parts',
    parts.map(([headers, body]) => whole('part', [...headers.map((line) => leaf('header', line)), body])),
  );
}

export function written(piece: Piece, boundary = 'outer'): Buffer {
  const { kind, text, pieces } = piece;
  if (kind === 'bytes') return Buffer.from(text, 'latin1');
  if (kind !== 'parts') return Buffer.from(textOf(piece));
  const parts = pieces.map((part) => ({
    headers: part.pieces.slice(0, -1).map((header) => header.text),
    bytes: Buffer.concat(part.pieces.slice(-1).map((body) => written(body, innerBoundary))),
  }));
  return renderMultipart(parts, plainLayout(boundary));
}

function textOf({ kind, name, text, pieces }: Piece): string {
  const within = (isWanted: (piece: Piece) => boolean, separator = '') =>
    pieces.filter(isWanted).map(textOf).join(separator);
  switch (kind) {
    case 'element':
      return `<${name}${within(isAttribute)}>${within((piece) => !isAttribute(piece))}</${name}>`;
    case 'attribute':
      return ` ${name}="${escaped(text)}"`;
    case 'text':
      return escaped(text);
    case 'object':
      return `{${within(() => true, ',')}}`;
    case 'list':
      return `[${within(() => true, ',')}]`;
    case 'member':
      return `${JSON.stringify(name)}:${within(() => true)}`;
    default:
      return text;
  }
}

function isAttribute({ kind }: Piece): boolean {
  return kind === 'attribute';
}

function escaped(text: string): string {
  return text.replace(/[<>&"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A document with one thing changed, made lazily. */
export interface Change<T = Piece> {
  readonly what: string;
  readonly make: () => T;
}

/** Elements, or their attributes, that a retry may change (wire contract §6): they are left as they are. */
export type IsChangedByRetry = (name: string, attribute?: string) => boolean;

/** Every document with one thing changed anywhere: added, removed, repeated, in another order, or written differently. */
export function changesOf(piece: Piece, isExempt: IsChangedByRetry = () => false): Change[] {
  const { kind, pieces } = piece;
  const having = (changed: readonly Piece[]) => ({ ...piece, pieces: changed });
  const changes = pieces.flatMap((one, at): Change[] => {
    if (isLeft(piece, one, isExempt)) return [];
    const name = one.name || one.kind;
    const isItsBody = kind === 'member' || (kind === 'part' && at === pieces.length - 1);
    const twin = pieces.findIndex((other, index) => index > at && areTwins(one, other));
    const other = pieces[twin];
    return [
      ...changesOf(one, isExempt).map(({ what, make }) => ({
        what: `${name}: ${what}`,
        make: () => having(pieces.with(at, make())),
      })),
      ...(isItsBody ? [] : [{ what: `${name} taken`, make: () => having(pieces.toSpliced(at, 1)) }]),
      ...(isItsBody || isAttribute(one)
        ? []
        : [{ what: `${name} twice`, make: () => having(pieces.toSpliced(at, 0, one)) }]),
      ...(other === undefined || (kind === 'parts' && at === 0)
        ? []
        : [{ what: `two ${name} swapped`, make: () => having(pieces.with(at, other).with(twin, one)) }]),
    ];
  });
  return [
    ...variantsOf(piece).map((variant) => ({ what: 'written differently', make: () => variant })),
    ...additionsTo(piece).map(([at, added]) => ({
      what: `${added.name || added.text} added`,
      make: () => having(pieces.toSpliced(at, 0, added)),
    })),
    ...changes,
  ];
}

function isLeft(parent: Piece, { kind, name }: Piece, isExempt: IsChangedByRetry): boolean {
  if (kind === 'attribute') return isExempt(localOf(parent.name), localOf(name));
  return kind === 'element' && isExempt(localOf(name));
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Pieces whose order says something, of one name and with other content. */
function areTwins(one: Piece, other: Piece): boolean {
  const isOrdered = ['element', 'member', 'part'].includes(one.kind) && one.kind === other.kind;
  return isOrdered && one.name === other.name && JSON.stringify(one) !== JSON.stringify(other);
}

/** The piece itself in other words, its own pieces as they are. */
function variantsOf(piece: Piece): readonly Piece[] {
  const { kind, name, text } = piece;
  const renamed = (...names: readonly string[]) => names.map((other) => ({ ...piece, name: other }));
  const reworded = (...texts: readonly string[]) => texts.map((other) => ({ ...piece, text: other }));
  switch (kind) {
    case 'element':
      return renamed(`${name}x`, `zz:${localOf(name)}`);
    case 'attribute':
      return [...reworded(`${text}x`), ...renamed(name.startsWith('xmlns') ? 'xmlns:other' : `zz:${localOf(name)}`)];
    case 'member':
      return renamed(`${name}x`);
    case 'object':
    case 'list':
      return [whole('list', [piece])];
    case 'scalar':
      return reworded(...otherScalars(text));
    case 'header':
      return reworded(`${text}; x=y`, `X-${text}`);
    case 'bytes':
      return reworded(`${text}x`, ...[...text].map((_byte, at) => flippedAt(text, at)));
    default:
      return [];
  }
}

function flippedAt(text: string, at: number): string {
  return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ 0x20)}${text.slice(at + 1)}`;
}

/** Other values, and half of a surrogate pair, and the same number spelled differently. */
function otherScalars(text: string): readonly string[] {
  if (text.startsWith('"')) return [`${text.slice(0, -1)}x"`, `${text.slice(0, -1)}\\ud83d"`];
  if (!/^-?\d/.test(text)) return [text === 'true' ? 'false' : 'true', `"${text}"`];
  if (/[.e]/i.test(text)) return [`"${text}"`, `1${text.replace('-', '')}`];
  return [`"${text}"`, `${text}1`, `${text}.0`, `${text}e0`];
}

/** What Vibes may add, in its own namespaces: the prefix `p` is declared, the others are not. */
const addedToElement: readonly Piece[] = [
  whole('element', [leaf('text', '1')], 'note'),
  whole('element', [leaf('text', '1')], 'a:note'),
  whole('element', [leaf('attribute', '1', 'b:zone'), whole('element', [leaf('text', '12')], 'deep')], 'b:note'),
  whole('element', [leaf('attribute', 'urn:p', 'xmlns:p')], 'p:note'),
  leaf('text', 'x'),
  ...['zone', 'a:zone', 'b:zone'].map((name) => leaf('attribute', '1', name)),
  leaf('attribute', 'urn:p', 'xmlns:p'),
];

/** What else could be among its pieces, and where. */
function additionsTo({ kind, pieces }: Piece): readonly (readonly [at: number, added: Piece])[] {
  const end = pieces.length;
  const nothing = leaf('scalar', 'null');
  switch (kind) {
    case 'element':
      return addedToElement
        .filter((added) => !isAttribute(added) || !pieces.some((one) => isAttribute(one) && one.name === added.name))
        .map((added) => [end, added]);
    case 'object':
      return [
        [end, whole('member', [nothing], 'added')],
        ...pieces.map((one, at) => [at, { ...one, pieces: [leaf('scalar', '0')] }] as const),
      ];
    case 'list':
      return [[end, nothing]];
    case 'parts':
      return [[end, whole('part', [leaf('bytes', '')])]];
    case 'part':
      return [
        [end - 1, leaf('header', 'X-Added: 1')],
        [end - 1, leaf('header', 'no header')],
        [0, leaf('header', 'POST / HTTP/1.1')],
      ];
    default:
      return [];
  }
}
