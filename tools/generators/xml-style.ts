import fc from 'fast-check';

/** An element to be written; attribute order and white space between elements say nothing. */
export interface WireElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly content: readonly WireElement[] | string;
  /** Written without the style's prefix: the event names it as it was written. */
  readonly unknown?: true;
}

type Encoding = 'utf-8' | 'latin1' | 'utf-16le' | 'utf-16be';

interface Charset {
  readonly encoding: Encoding;
  readonly mark: boolean;
  /** What the XML declaration and the Content-Type say. */
  readonly declared: string | null;
  readonly header: string | null;
}

/** How the same document may be written. */
export interface XmlStyle {
  readonly charset: Charset;
  readonly quote: '"' | "'";
  readonly space: string;
  readonly reversed: boolean;
  readonly prefix: '' | 'v:';
  /** Hexadecimal references for what has to be one; decimal where false. */
  readonly hex: boolean;
  readonly cdata: boolean;
  readonly comment: string;
}

const charsets: readonly Charset[] = [
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

export const xmlStyles: fc.Arbitrary<XmlStyle> = fc.record({
  charset: fc.constantFrom(...charsets),
  quote: fc.constantFrom('"', "'"),
  space: fc.constantFrom('', ' ', '\n  ', '\r\n\t'),
  reversed: fc.boolean(),
  prefix: fc.constantFrom('', 'v:'),
  hex: fc.boolean(),
  cdata: fc.boolean(),
  comment: fc.constantFrom('', '<!-- é & < -->', '<?target é?>'),
});

/** The document's bytes. */
export function renderXml(root: WireElement, style: XmlStyle): Uint8Array {
  const { declared, encoding, mark } = style.charset;
  const declaration =
    declared === null ? '' : `<?xml version=${quoted('1.0', style)} encoding=${quoted(declared, style)}?>`;
  return encode(
    `${mark ? '\uFEFF' : ''}${declaration}${style.space}${element(root, style, true)}${style.space}`,
    encoding,
  );
}

/** The Content-Type that goes with it, or none. */
export function xmlHeaders({ charset: { header } }: XmlStyle): Record<string, string> {
  return header === null ? {} : { 'content-type': `text/xml; charset=${header}` };
}

function element({ name, attributes, content, unknown }: WireElement, style: XmlStyle, isRoot = false): string {
  const { space } = style;
  const prefix = unknown ? '' : style.prefix;
  const all = [...attributes, ...(isRoot && prefix ? [['xmlns:v', 'urn:v'] as const] : [])];
  const written = (style.reversed ? all.reverse() : all).map(
    ([key, value]) => `${space || ' '}${key}=${quoted(value, style)}`,
  );
  const start = `${prefix}${name}${written.join('')}`;
  if (content.length === 0) return `<${start}${space}/>`;
  return `<${start}>${inner(content, style)}</${prefix}${name}${space}>`;
}

function inner(content: WireElement['content'], style: XmlStyle): string {
  if (typeof content === 'string') return `${style.comment}${text(content, style)}`;
  const children = style.reversed ? [...content].reverse() : content;
  return `${style.space}${style.comment}${children.map((child) => `${element(child, style)}${style.space}`).join('')}`;
}

function text(content: string, style: XmlStyle): string {
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

function encode(document: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-16be') return Buffer.from(document, 'utf16le').swap16();
  return Buffer.from(document, encoding);
}
