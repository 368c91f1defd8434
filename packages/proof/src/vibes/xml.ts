import fc from 'fast-check';
import type { Document } from './callback';
import { type Made, names, oneOf, xmlTexts } from './texts';

/** An element to be written; attribute order and white space between elements say nothing. */
export interface WireElement {
  readonly name: string;
  readonly attributes: readonly WireAttribute[];
  readonly content: readonly WireElement[] | string;
  /** Written with the prefix that `name` has, if any, in every style: events keep the written names of unknown elements. */
  readonly literal?: true;
}

export type WireAttribute = readonly [name: string, value: string];

/** What Vibes may add to an element without notice. */
export interface XmlExtra {
  readonly attributes: readonly WireAttribute[];
  readonly elements: readonly WireElement[];
}

export interface XmlCharset {
  readonly encoding: 'utf-8' | 'latin1' | 'utf-16le' | 'utf-16be';
  readonly mark: boolean;
  /** What the XML declaration and the Content-Type say. */
  readonly declared: string | null;
  readonly header: string | null;
}

export const charsets: readonly XmlCharset[] = [
  { encoding: 'utf-8', mark: false, declared: 'UTF-8', header: null },
  { encoding: 'utf-8', mark: false, declared: null, header: null },
  { encoding: 'utf-8', mark: false, declared: 'ISO-8859-1', header: 'UTF-8' },
  { encoding: 'utf-8', mark: false, declared: 'utf-16', header: null },
  { encoding: 'utf-8', mark: false, declared: 'utf-16', header: 'utf-8' },
  { encoding: 'utf-8', mark: false, declared: 'UTF-8', header: 'us-ascii' },
  { encoding: 'utf-8', mark: true, declared: null, header: 'ISO-8859-1' },
  { encoding: 'utf-8', mark: true, declared: 'utf-8', header: null },
  { encoding: 'latin1', mark: false, declared: 'ISO-8859-1', header: null },
  { encoding: 'latin1', mark: false, declared: 'UTF-8', header: 'iso-8859-1' },
  { encoding: 'utf-16le', mark: true, declared: 'utf-16', header: null },
  { encoding: 'utf-16be', mark: true, declared: 'utf-16', header: 'utf-16' },
  { encoding: 'utf-16be', mark: false, declared: 'utf-16', header: 'utf-16' },
  { encoding: 'utf-16le', mark: false, declared: null, header: null },
];

const spaces = oneOf('', ' ', '\n  ', '\r\n\t');

/** How the same document may be written: none of it changes what a callback says. */
export const xmlStyles = fc.record({
  charset: fc.constantFrom(...charsets),
  quote: fc.constantFrom('"', "'"),
  /** Between elements. */
  space: spaces,
  /** Extra space within tags. */
  tagSpace: spaces,
  reversed: fc.boolean(),
  /** With its colon. */
  prefix: oneOf('', 'v:'),
  /** Whether character references are hexadecimal, not decimal. */
  hex: fc.boolean(),
  cdata: fc.boolean(),
  comment: oneOf('', '<!-- é & < -->', '<?target é?>'),
  /** No and yes: XML Schema has two forms of each. */
  booleans: fc.constantFrom(['false', 'true'] as const, ['0', '1'] as const),
});
export type XmlStyle = Made<typeof xmlStyles>;

/** How a retry may be written: any way, except for the namespace, which is part of each name. */
export function retryOf(first: XmlStyle, retry: XmlStyle): XmlStyle {
  return { ...retry, prefix: first.prefix };
}

/** As Vibes' pages show its documents. */
export const plainXml: XmlStyle = {
  charset: { encoding: 'utf-8', mark: false, declared: 'UTF-8', header: 'UTF-8' },
  quote: '"',
  space: '\n',
  tagSpace: '',
  reversed: false,
  prefix: '',
  hex: false,
  cdata: false,
  comment: '',
  booleans: ['false', 'true'],
};

const noExtra: XmlExtra = { attributes: [], elements: [] };

/** With an attribute for each value, and what Vibes may have added; nothing for what is null, which is not sent. */
export function elementOf(
  name: string,
  content: readonly (WireElement | null)[] | string,
  attributes: Readonly<Record<string, string | null>> = {},
  extra: XmlExtra = noExtra,
): WireElement {
  const elements =
    typeof content === 'string' ? content : [...content, ...extra.elements].filter((one) => one !== null);
  return { name, attributes: [...sent(attributes), ...extra.attributes], content: elements };
}

/** An element for each text; none for what is not sent. */
export function textElements(texts: Readonly<Record<string, string | null>>): WireElement[] {
  return sent(texts).map(([name, text]) => elementOf(name, text));
}

function sent(values: Readonly<Record<string, string | null>>): WireAttribute[] {
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** The element and its content with a prefix, and with the namespace of the prefix. */
export function qualified(element: WireElement, prefix: string, namespace: string): WireElement {
  const xmlns = `xmlns${prefix && `:${prefix.slice(0, -1)}`}`;
  const { attributes, ...rest } = prefixed(element, prefix);
  return { ...rest, attributes: [...attributes, [xmlns, namespace]] };
}

function prefixed(element: WireElement, prefix: string): WireElement {
  if (element.literal) return element;
  const { name, attributes, content } = element;
  const inside = typeof content === 'string' ? content : content.map((child) => prefixed(child, prefix));
  return { name: `${prefix}${name}`, attributes, content: inside, literal: true };
}

/** The document, and the Content-Type that goes with it, or none. */
export function xmlDocument(root: WireElement, style: XmlStyle): Document {
  const { declared, encoding, header, mark } = style.charset;
  const declaration =
    declared === null ? '' : `<?xml version=${quoted('1.0', style)} encoding=${quoted(declared, style)}?>`;
  const text = `${mark ? '\uFEFF' : ''}${declaration}${style.space}${written(root, style)}${style.space}`;
  return {
    headers: header === null ? {} : { 'content-type': `text/xml; charset=${header}` },
    body: encoding === 'utf-16be' ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, encoding),
  };
}

/** A document of an SMS. Vibes sends no namespace, so a prefix refers to an invented one. */
export function smsDocument(root: WireElement, style: XmlStyle): Document {
  return xmlDocument(style.prefix === '' ? root : qualified(root, style.prefix, 'urn:v'), style);
}

function written({ name, attributes, content }: WireElement, style: XmlStyle): string {
  const pairs = attributes.map(([key, value]) => `${style.tagSpace || ' '}${key}=${quoted(value, style)}`);
  const start = `${name}${(style.reversed ? pairs.reverse() : pairs).join('')}`;
  if (content.length === 0) return `<${start}${style.tagSpace}/>`;
  return `<${start}>${inner(content, style)}</${name}${style.tagSpace}>`;
}

function inner(content: WireElement['content'], style: XmlStyle): string {
  if (typeof content === 'string') return `${style.comment}${textOf(content, style)}`;
  const children = content.map((child) => `${written(child, style)}${style.space}`);
  return `${style.space}${style.comment}${(style.reversed ? children.reverse() : children).join('')}`;
}

function textOf(content: string, style: XmlStyle): string {
  const fitsCdata =
    !content.includes(']]>') && !content.includes('\r') && [...content].every((c) => isWritable(c, style));
  if (style.cdata && fitsCdata) return `<![CDATA[${content}]]>`;
  return escaped(content, /[<>&\r]/, style);
}

function quoted(value: string, style: XmlStyle): string {
  return `${style.quote}${escaped(value, /[<&"'\t\n\r]/, style)}${style.quote}`;
}

function escaped(value: string, special: RegExp, style: XmlStyle): string {
  return [...value].map((c) => (special.test(c) || !isWritable(c, style) ? reference(c, style) : c)).join('');
}

function reference(character: string, { hex }: XmlStyle): string {
  const code = character.codePointAt(0) ?? 0;
  return hex ? `&#x${code.toString(16)};` : `&#${code};`;
}

/** `iso-8859-1` is read as windows-1252, so 0x80 to 0x9F are not what they seem. */
function isWritable(character: string, { charset }: XmlStyle): boolean {
  return charset.encoding !== 'latin1' || /^[\0-\x7F\xA0-\xFF]$/.test(character);
}

const elements: fc.Arbitrary<WireElement> = fc.letrec<{ element: WireElement }>((tie) => ({
  element: fc.record({
    name: names,
    attributes: fc.uniqueArray(fc.tuple(names, xmlTexts(5)), { maxLength: 2, selector: ([name]) => name }),
    content: fc.oneof({ depthSize: 'small' }, xmlTexts(5), fc.array(tie('element'), { minLength: 1, maxLength: 2 })),
    literal: fc.constant(true as const),
  }),
})).element;

/** Names that no field has, each used once, because a retry may not reorder elements of the same name. */
export const xmlExtras: fc.Arbitrary<XmlExtra> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ attributes: [], elements: [] }) },
  fc.record({
    attributes: fc.uniqueArray(fc.tuple(names, xmlTexts(5)), { maxLength: 2, selector: ([name]) => name }),
    elements: fc.uniqueArray(elements.map(inOrder), { maxLength: 2, selector: ({ name }) => name }),
  }),
);

/** The `extra` of an event: what stands in the elements of these paths (`source/`, or empty for the root). */
export function extraOf(at: Readonly<Record<string, XmlExtra | undefined>>): { extra?: Record<string, unknown> } {
  const entries = Object.entries(at).flatMap(([path, { attributes = [], elements = [] } = {}]) => [
    ...attributes.map(([name, value]) => [`${path}@${name}`, value] as const),
    ...elements.map((element) => [`${path}${element.name}`, [nodeOf(element)]] as const),
  ]);
  return entries.length === 0 ? {} : { extra: Object.fromEntries(entries) };
}

/** An element as the events carry it. */
export function nodeOf({ name, attributes, content }: WireElement): Record<string, unknown> {
  const items = typeof content === 'string' ? [content].filter((text) => text !== '') : content.map(nodeOf);
  return { name, attributes: Object.fromEntries(attributes), content: items };
}

/** Children in an order that `reversed` does not touch: one at most. */
function inOrder(element: WireElement): WireElement {
  if (typeof element.content === 'string') return element;
  return { ...element, content: element.content.slice(0, 1).map(inOrder) };
}
