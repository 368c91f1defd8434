import fc from 'fast-check';
import type { JsonStyle } from '../callbacks/json';
import { type Mm7Style, mm7Dialects } from '../callbacks/mm7';
import type { MultipartLayout } from '../callbacks/multipart';
import { plainXml, type XmlCharset, type XmlStyle } from '../callbacks/xml';

// How the same thing may be written: nothing of it is a difference to what a callback says.

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
