import type { Document } from './callback';

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

/** How the same document may be written. */
export interface XmlStyle {
  readonly charset: XmlCharset;
  readonly quote: '"' | "'";
  /** Between elements. */
  readonly space: string;
  /** Extra space within tags. */
  readonly tagSpace: string;
  readonly reversed: boolean;
  /** With its colon. */
  readonly prefix: string;
  /** Whether character references are hexadecimal, not decimal. */
  readonly hex: boolean;
  readonly cdata: boolean;
  readonly comment: string;
  /** XML Schema has two forms of each. */
  readonly booleans: readonly [no: string, yes: string];
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
