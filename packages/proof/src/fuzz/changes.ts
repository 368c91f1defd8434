import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';
import { plainLayout, renderMultipart } from '../vibes/multipart';

/** A document with one thing changed, made lazily. */
export interface Change<T> {
  readonly what: string;
  readonly make: () => T;
}

/** Changes of a part, as changes of the whole that it is put into. */
function inside<Part, Whole>(changes: readonly Change<Part>[], put: (part: Part) => Whole): Change<Whole>[] {
  return changes.map(({ what, make }) => ({ what, make: () => put(make()) }));
}

interface ItemRules<T> {
  readonly nameOf: (item: T, at: number) => string;
  /** Changes of the item itself; null for one that a retry may change, which is left as it is. */
  readonly changesOf: (item: T) => readonly Change<T>[] | null;
}

/** A list with an item taken, an item twice, or an item changed in itself. */
function itemChanges<T>(items: readonly T[], { nameOf, changesOf }: ItemRules<T>): Change<readonly T[]>[] {
  return items.flatMap((item, at) => {
    const changes = changesOf(item);
    if (changes === null) return [];
    const name = nameOf(item, at);
    return [
      { what: `${name} taken`, make: () => items.toSpliced(at, 1) },
      { what: `${name} twice`, make: () => items.toSpliced(at, 0, item) },
      ...changes.map(({ what, make }) => ({ what: `${name}: ${what}`, make: () => items.with(at, make()) })),
    ];
  });
}

/** A list with an item and the next one that is its twin, if it has one, in each other's place. */
function swaps<T>(items: readonly T[], areTwins: (one: T, other: T) => boolean): Change<readonly T[]>[] {
  return items.flatMap((item, at) => {
    const twin = items.findIndex((other, index) => index > at && areTwins(item, other));
    const other = items[twin];
    if (other === undefined) return [];
    return [{ what: `items ${at} and ${twin} swapped`, make: () => items.with(at, other).with(twin, item) }];
  });
}

/** An element as it is written, to be written again with one thing changed. */
export interface XmlTree {
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly content: readonly (XmlTree | string)[];
}

type XmlAttribute = readonly [name: string, value: string];

/** Elements, or their attributes, that a retry may change (wire contract §6): they are left as they are. */
export type IsChangedByRetry = (name: string, attribute?: string) => boolean;

/** The document, without the white space between elements. */
export function parseTree(text: string): XmlTree {
  const { root } = parseXml(text);
  if (root === null) throw new Error('no document');
  return treeOf(root);
}

function treeOf({ name, attributes, children }: XmlElement): XmlTree {
  const content = children.flatMap((child): (XmlTree | string)[] => {
    if (child instanceof XmlElement) return [treeOf(child)];
    return child instanceof XmlText && /[^\t\n\r ]/.test(child.text) ? [child.text] : [];
  });
  return { name, attributes: Object.entries(attributes), content };
}

export function writeTree({ name, attributes, content }: XmlTree): string {
  const pairs = attributes.map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`).join('');
  const inner = content.map((item) => (typeof item === 'string' ? escaped(item) : writeTree(item)));
  return `<${name}${pairs}>${inner.join('')}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[<>&"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What Vibes may add, in its own namespaces: the prefix `p` is declared, the others are not. */
const addedContent: readonly (XmlTree | string)[] = [
  { name: 'note', attributes: [], content: ['1'] },
  { name: 'a:note', attributes: [], content: ['1'] },
  { name: 'b:note', attributes: [['b:zone', '1']], content: [{ name: 'deep', attributes: [], content: ['1', '2'] }] },
  { name: 'p:note', attributes: [['xmlns:p', 'urn:p']], content: [] },
  'x',
];
const addedAttributes: readonly XmlAttribute[] = [
  ['zone', '1'],
  ['a:zone', '1'],
  ['b:zone', '1'],
  ['xmlns:p', 'urn:p'],
];

/** Every document with one thing changed anywhere: added, removed, renamed, repeated, in another order. */
export function xmlChanges(element: XmlTree, isExempt: IsChangedByRetry): Change<XmlTree>[] {
  const { name, attributes, content } = element;
  const contentChanges: Change<XmlTree['content']>[] = [
    ...addedContent.map((item) => ({ what: `${nameOf(item)} added`, make: () => [...content, item] })),
    ...itemChanges(content, {
      nameOf,
      changesOf: (item) => {
        if (typeof item === 'string') return [];
        return isExempt(localOf(item.name)) ? null : xmlChanges(item, isExempt);
      },
    }),
    ...swaps(content, areTwins),
  ];
  return [
    { what: 'renamed', make: () => ({ ...element, name: `${name}x` }) },
    { what: 'in another namespace', make: () => ({ ...element, name: `zz:${localOf(name)}` }) },
    ...inside(contentChanges, (changed) => ({ ...element, content: changed })),
    ...inside(attributeChanges(name, attributes, isExempt), (changed) => ({ ...element, attributes: changed })),
  ];
}

function attributeChanges(
  element: string,
  attributes: XmlTree['attributes'],
  isExempt: IsChangedByRetry,
): Change<XmlTree['attributes']>[] {
  const isFree = (name: string) => attributes.every(([other]) => other !== name);
  return [
    ...addedAttributes
      .filter(([name]) => isFree(name))
      .map((added) => ({ what: `${added[0]} added`, make: () => [...attributes, added] })),
    ...attributes.flatMap(([name, value], at) => {
      if (isExempt(localOf(element), localOf(name))) return [];
      const renamed = name.startsWith('xmlns') ? 'xmlns:other' : `zz:${localOf(name)}`;
      return [
        { what: `${name} taken`, make: () => attributes.toSpliced(at, 1) },
        { what: `another ${name}`, make: () => attributes.with(at, [name, `${value}x`]) },
        ...(isFree(renamed) ? [{ what: `${name} renamed`, make: () => attributes.with(at, [renamed, value]) }] : []),
      ];
    }),
  ];
}

function nameOf(item: XmlTree | string): string {
  return typeof item === 'string' ? 'text' : item.name;
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Elements of one name with other content. */
function areTwins(one: XmlTree | string, other: XmlTree | string): boolean {
  if (typeof one === 'string' || typeof other === 'string') return false;
  return one.name === other.name && writeTree(one) !== writeTree(other);
}

/** A JSON value as it is written: members in order, repeated names, numbers as spelled. */
export type SpelledJson = string | { readonly members: readonly Member[] } | { readonly items: readonly SpelledJson[] };

type Member = readonly [name: string, value: SpelledJson];

/** Reads a document whose numbers JavaScript can represent. */
export function toSpelledJson(value: unknown): SpelledJson {
  if (Array.isArray(value)) return { items: value.map(toSpelledJson) };
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return { members: Object.entries(value).map(([name, member]) => [name, toSpelledJson(member)] as const) };
}

export function writeSpelledJson(tree: SpelledJson): string {
  if (typeof tree === 'string') return tree;
  if ('items' in tree) return `[${tree.items.map(writeSpelledJson).join(',')}]`;
  return `{${tree.members.map(([name, value]) => `${JSON.stringify(name)}:${writeSpelledJson(value)}`).join(',')}}`;
}

/** Every document with one thing changed anywhere. */
export function jsonChanges(tree: SpelledJson): Change<SpelledJson>[] {
  if (typeof tree === 'string') return scalarChanges(tree);
  const inList = { what: 'a value in a list', make: () => ({ items: [tree] }) };
  if ('items' in tree) {
    const { items } = tree;
    const changes: Change<readonly SpelledJson[]>[] = [
      { what: 'an item added', make: () => [...items, 'null'] },
      ...itemChanges(items, { nameOf: (_item, at) => `item ${at}`, changesOf: jsonChanges }),
    ];
    return [inList, ...inside(changes, (changed) => ({ items: changed }))];
  }
  const { members } = tree;
  const areTwins = ([name, value]: Member, [other, otherValue]: Member) =>
    name === other && writeSpelledJson(value) !== writeSpelledJson(otherValue);
  const changes: Change<readonly Member[]>[] = [
    { what: 'a member added', make: () => [...members, ['added', 'null']] },
    ...members.map(([name], at) => ({
      what: `another ${name} before it`,
      make: () => members.toSpliced(at, 0, [name, '0']),
    })),
    ...itemChanges(members, { nameOf: ([name]) => name, changesOf: memberChanges }),
    ...swaps(members, areTwins),
  ];
  return [inList, ...inside(changes, (changed) => ({ members: changed }))];
}

function memberChanges([name, value]: Member): Change<Member>[] {
  return [
    { what: 'renamed', make: () => [`${name}x`, value] },
    ...inside(jsonChanges(value), (changed): Member => [name, changed]),
  ];
}

function scalarChanges(text: string): Change<SpelledJson>[] {
  const change = (what: string, changed: string) => ({ what, make: () => changed });
  if (text.startsWith('"'))
    return [change('another text', `${text.slice(0, -1)}x"`), change('a half pair', `${text.slice(0, -1)}\\ud83d"`)];
  if (!/^-?\d/.test(text))
    return [change('another word', text === 'true' ? 'false' : 'true'), change('in quotes', `"${text}"`)];
  if (/[.e]/i.test(text))
    return [change('in quotes', `"${text}"`), change('another digit', `1${text.replace('-', '')}`)];
  return [
    change('in quotes', `"${text}"`),
    change('another digit', `${text}1`),
    change('spelled with a fraction', `${text}.0`),
    change('spelled with an exponent', `${text}e0`),
  ];
}

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
  const changesOf = (part: MimeTree): Change<MimeTree>[] => [
    ...inside(headerChanges(part.headers), (headers) => ({ ...part, headers })),
    ...inside(contentChanges(part.content, isExempt), (content) => ({ ...part, content })),
  ];
  return [
    { what: 'an empty part added', make: () => [...parts, added] },
    ...itemChanges(parts, { nameOf: (_part, at) => `part ${at}`, changesOf }),
    // The first one is the document.
    ...inside(
      swaps(parts.slice(1), () => true),
      (media) => [...parts.slice(0, 1), ...media],
    ),
  ];
}

function headerChanges(headers: readonly string[]): Change<readonly string[]>[] {
  const changesOf = (line: string) => [
    { what: 'changed', make: () => `${line}; x=y` },
    { what: 'renamed', make: () => `X-${line}` },
  ];
  return [
    { what: 'a header added', make: () => [...headers, 'X-Added: 1'] },
    { what: 'a line added', make: () => [...headers, 'no header'] },
    { what: 'a first line added', make: () => ['POST / HTTP/1.1', ...headers] },
    ...itemChanges(headers, { nameOf: (line) => `"${line}"`, changesOf }),
  ];
}

function contentChanges(content: MimeTree['content'], isExempt: IsChangedByRetry): Change<MimeTree['content']>[] {
  if (content instanceof Uint8Array) return byteChanges(content);
  return 'name' in content ? xmlChanges(content, isExempt) : mimeChanges(content, isExempt);
}

/** Bytes with one more, or with one changed. */
export function byteChanges(bytes: Uint8Array): Change<Uint8Array>[] {
  const changed = [...bytes.keys()].map((at) => ({
    what: `byte ${at} changed`,
    make: () => bytes.with(at, (bytes[at] ?? 0) ^ 0x20),
  }));
  return [{ what: 'a byte added', make: () => Buffer.concat([bytes, Buffer.from('x')]) }, ...changed];
}
