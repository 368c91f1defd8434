import fc from 'fast-check';
import type { JsonStyle } from './json';
import { type Mm7Style, mm7Dialects } from './mm7';
import type { MultipartLayout } from './multipart';
import { names, xmlTexts } from './texts';
import { plainXml, type WireElement, type XmlCharset, type XmlExtra, type XmlStyle } from './xml';

// How the same thing may be written. None of this changes what a callback says.

const charsets: readonly XmlCharset[] = [
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

const spaces = fc.constantFrom('', ' ', '\n  ', '\r\n\t');

export const xmlStyles: fc.Arbitrary<XmlStyle> = fc.record({
  charset: fc.constantFrom(...charsets),
  quote: fc.constantFrom('"', "'"),
  space: spaces,
  tagSpace: spaces,
  reversed: fc.boolean(),
  prefix: fc.constantFrom('', 'v:'),
  hex: fc.boolean(),
  cdata: fc.boolean(),
  comment: fc.constantFrom('', '<!-- é & < -->', '<?target é?>'),
  booleans: fc.constantFrom(plainXml.booleans, ['0', '1'] as const),
});

/** How a retry may be written: any way, except for the namespace, which is part of each name. */
export function retryOf(first: XmlStyle, retry: XmlStyle): XmlStyle {
  return { ...retry, prefix: first.prefix };
}

/** SOAP's header comes first, and recipients keep their order: nothing is reversed. */
export const mm7Styles: fc.Arbitrary<Mm7Style> = fc.record({
  xml: fc
    .tuple(
      xmlStyles,
      fc.constantFrom(...charsets.filter(({ header }) => header !== null)),
      fc.constantFrom('', 'mm7:', 'ns1:'),
    )
    .map(([style, charset, prefix]) => ({ ...style, charset, prefix, reversed: false })),
  soapPrefix: fc.constantFrom('env:', 'soapenv:', 'SOAP-ENV:'),
  version: fc.constantFrom('5.5.0', '6.8.0'),
  schema: fc.constantFrom(mm7Dialects.message.schema, mm7Dialects.report.schema),
});

export const jsonStyles: fc.Arbitrary<JsonStyle> = fc.record({
  space: fc.constantFrom('', ' ', '\r\n\t'),
  reversed: fc.boolean(),
  escaped: fc.boolean(),
  byteOrderMark: fc.boolean(),
});

export const multipartLayouts: fc.Arbitrary<MultipartLayout> = fc.record({
  // Of all characters that RFC 2046 §5.1.1 allows; a space may not end one.
  boundary: fc.stringMatching(/^[0-9A-Za-z'()+_,./:=? -]{0,40}[0-9A-Za-z'()+_,./:=?]$/),
  lineEnd: fc.constantFrom('\r\n', '\n'),
  preamble: fc.constantFrom('', 'This is a multipart message.\r\n', '\r\n'),
  epilogue: fc.constantFrom('', '\r\n', '\r\nthe end'),
  closed: fc.boolean(),
});

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
