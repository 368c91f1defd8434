import { SaxesParser } from 'saxes';

/** An element as it is written, to be written again with one thing changed. */
export interface XmlTree {
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly content: readonly (XmlTree | string)[];
}

export type XmlAttribute = readonly [name: string, value: string];

/** A document with one thing changed, made lazily. */
export interface Change<T> {
  readonly what: string;
  readonly make: () => T;
}

/** Elements whose text a retry may change (wire contract §6): they are left as they are. */
export type IsChangedByRetry = (name: string, attribute?: string) => boolean;

/** The document, without the white space between elements. */
export function parseTree(text: string): XmlTree {
  const parser = new SaxesParser({ xmlns: false });
  const root: OpenTree = { name: '', attributes: [], content: [] };
  const open = [root];
  parser.on('opentag', ({ name, attributes }) => {
    const element: OpenTree = { name, attributes: Object.entries(attributes), content: [] };
    open.at(-1)?.content.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (characters) => {
    if (/[^\t\n\r ]/.test(characters)) open.at(-1)?.content.push(characters);
  });
  parser.write(text).close();
  const [document] = root.content;
  if (document === undefined || typeof document === 'string') throw new Error('no document');
  return document;
}

interface OpenTree extends XmlTree {
  readonly content: (XmlTree | string)[];
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
const added: readonly XmlTree[] = [
  { name: 'note', attributes: [], content: ['1'] },
  { name: 'a:note', attributes: [], content: ['1'] },
  { name: 'b:note', attributes: [['b:zone', '1']], content: [{ name: 'deep', attributes: [], content: ['1', '2'] }] },
  { name: 'p:note', attributes: [['xmlns:p', 'urn:p']], content: [] },
];
const addedAttributes: readonly XmlAttribute[] = [
  ['zone', '1'],
  ['a:zone', '1'],
  ['b:zone', '1'],
  ['xmlns:p', 'urn:p'],
];

/** Every document with one thing added. */
export function xmlAdditions(root: XmlTree, isExempt: IsChangedByRetry): Change<XmlTree>[] {
  return [...placesOf(root, isExempt)].flatMap(({ element, put }) => {
    const { name, attributes, content } = element;
    return [
      ...added.map((child) => ({
        what: `${child.name} added to ${name}`,
        make: () => put({ ...element, content: [...content, child] }),
      })),
      ...addedAttributes
        .filter(([attribute]) => attributes.every(([one]) => one !== attribute))
        .map((attribute) => ({
          what: `${attribute[0]} added to ${name}`,
          make: () => put({ ...element, attributes: [...attributes, attribute] }),
        })),
      { what: `text added to ${name}`, make: () => put({ ...element, content: [...content, 'x'] }) },
    ];
  });
}

/** Every document with one thing changed anywhere: added, removed, renamed, repeated, in another order. */
export function xmlChanges(root: XmlTree, isExempt: IsChangedByRetry): Change<XmlTree>[] {
  const changes = [...placesOf(root, isExempt)].flatMap(({ element, put }) => [
    { what: `${element.name} renamed`, make: () => put({ ...element, name: `${element.name}x` }) },
    {
      what: `${element.name} in another namespace`,
      make: () => put({ ...element, name: `zz:${localOf(element.name)}` }),
    },
    ...contentChanges(element, isExempt).map(({ what, make }) => ({ what, make: () => put(make()) })),
    ...attributeChanges(element, isExempt).map(({ what, make }) => ({ what, make: () => put(make()) })),
  ]);
  return [...xmlAdditions(root, isExempt), ...changes];
}

function contentChanges(element: XmlTree, isExempt: IsChangedByRetry): Change<XmlTree>[] {
  const { name, content } = element;
  const withContent = (items: XmlTree['content']) => ({ ...element, content: items });
  return content.flatMap((item, at) => {
    const said = typeof item === 'string' ? 'text' : item.name;
    if (typeof item !== 'string' && isExempt(localOf(item.name))) return [];
    const twin = content.findIndex((other, index) => index > at && areTwins(item, other));
    return [
      { what: `${said} taken from ${name}`, make: () => withContent(content.toSpliced(at, 1)) },
      { what: `${said} twice in ${name}`, make: () => withContent(content.toSpliced(at, 0, item)) },
      ...(twin === -1
        ? []
        : [{ what: `two ${said} swapped in ${name}`, make: () => withContent(swapped(content, at, twin)) }]),
    ];
  });
}

/** Have the same name and other content. */
function areTwins(one: XmlTree | string, other: XmlTree | string): boolean {
  if (typeof one === 'string' || typeof other === 'string') return false;
  return one.name === other.name && writeTree(one) !== writeTree(other);
}

export function swapped<T>(items: readonly T[], a: number, b: number): T[] {
  return items.map((item, index) => (index === a ? items[b] : index === b ? items[a] : item) ?? item);
}

function attributeChanges(element: XmlTree, isExempt: IsChangedByRetry): Change<XmlTree>[] {
  const { name, attributes } = element;
  const withAttributes = (list: readonly XmlAttribute[]) => ({ ...element, attributes: list });
  return attributes.flatMap(([attribute, value], at) => {
    if (isExempt(localOf(name), localOf(attribute))) return [];
    const put = (changed: XmlAttribute) => withAttributes(attributes.with(at, changed));
    const renamed = attribute.startsWith('xmlns') ? 'xmlns:other' : `zz:${localOf(attribute)}`;
    return [
      { what: `${attribute} taken from ${name}`, make: () => withAttributes(attributes.toSpliced(at, 1)) },
      { what: `another ${attribute} in ${name}`, make: () => put([attribute, `${value}x`]) },
      ...(attributes.some(([one]) => one === renamed)
        ? []
        : [{ what: `${attribute} renamed in ${name}`, make: () => put([renamed, value]) }]),
    ];
  });
}

interface Place {
  readonly element: XmlTree;
  readonly put: (changed: XmlTree) => XmlTree;
}

function* placesOf(root: XmlTree, isExempt: IsChangedByRetry): Generator<Place> {
  if (isExempt(localOf(root.name))) return;
  yield { element: root, put: (changed) => changed };
  for (const [at, child] of root.content.entries()) {
    if (typeof child === 'string') continue;
    for (const { element, put } of placesOf(child, isExempt))
      yield { element, put: (changed) => ({ ...root, content: root.content.with(at, put(changed)) }) };
  }
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
