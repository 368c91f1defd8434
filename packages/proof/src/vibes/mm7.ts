import fc from 'fast-check';
import type { Document } from './callback';
import { type Made, oneOf, tokens } from './texts';
import {
  charsets,
  elementOf,
  plainXml,
  qualified,
  textElements,
  type WireElement,
  type XmlStyle,
  xmlDocument,
  xmlStyles,
} from './xml';

/** `Number`, `ShortCode` or `RFC2822Address`. */
export interface Mm7Address {
  readonly type: string;
  readonly address: string;
}

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const mm7Namespace = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema';

/** The XML declaration names another charset than the Content-Type, as in every published sample. */
const plainSoap: XmlStyle = { ...plainXml, charset: { ...plainXml.charset, declared: 'utf-16', header: 'utf-8' } };

/**
 * How a SOAP document of MM7 may be written (wire contract §3.1). Its header comes first, and recipients keep their order:
 * nothing is reversed.
 */
export const mm7Styles = fc.record({
  /** Its prefix is that of MM7's elements. */
  xml: fc
    .tuple(xmlStyles, fc.constantFrom(...charsets.filter(({ header }) => header !== null)), oneOf('', 'mm7:', 'ns1:'))
    .map(([style, charset, prefix]) => ({ ...style, charset, prefix, reversed: false })),
  soapPrefix: oneOf('env:', 'soapenv:', 'SOAP-ENV:'),
  version: oneOf('5.5.0', '6.8.0'),
  schema: oneOf('REL-6-MM7-1-4', 'REL-5-MM7-1-5'),
});
export type Mm7Style = Made<typeof mm7Styles>;

/** The two dialects that Vibes' pages show. */
export const mm7Dialects = {
  message: { xml: plainSoap, soapPrefix: 'env:', version: '6.8.0', schema: 'REL-6-MM7-1-4' },
  report: { xml: { ...plainSoap, prefix: 'mm7:' }, soapPrefix: 'soapenv:', version: '5.5.0', schema: 'REL-5-MM7-1-5' },
} as const satisfies Record<string, Mm7Style>;

export const addresses: fc.Arbitrary<Mm7Address> = fc.record({
  address: tokens,
  type: fc.constantFrom('Number', 'ShortCode', 'RFC2822Address'),
});

export function addressesOf(addresses: readonly Mm7Address[]): WireElement[] {
  return addresses.flatMap(({ type, address }) => textElements({ [type]: address }));
}

interface Mm7Request {
  readonly transactionId: string | null;
  /** `DeliverReq`. */
  readonly name: string;
  readonly content: readonly (WireElement | null)[];
}

/** The request with its MM7Version in a SOAP envelope. */
export function soapDocument(
  { transactionId, name, content }: Mm7Request,
  { xml, soapPrefix, version, schema }: Mm7Style,
): Document {
  const mm7 = (element: WireElement) => qualified(element, xml.prefix, `${mm7Namespace}/${schema}`);
  const header = textElements({ TransactionID: transactionId }).map((element) =>
    mm7({ ...element, attributes: [[`${soapPrefix}mustUnderstand`, '1']] }),
  );
  const request = mm7(elementOf(name, [elementOf('MM7Version', version), ...content]));
  const envelope = elementOf('Envelope', [elementOf('Header', header), elementOf('Body', [request])]);
  return xmlDocument(qualified(envelope, soapPrefix, soapNamespace), xml);
}
