import fc from 'fast-check';
import type { Document } from './callback';
import { tokens } from './texts';
import { elementOf, plainXml, qualified, textElements, type WireElement, type XmlStyle, xmlDocument } from './xml';

/** How a SOAP document of MM7 is written (wire contract §3.1). */
export interface Mm7Style {
  /** Its prefix is that of MM7's elements. */
  readonly xml: XmlStyle;
  readonly soapPrefix: string;
  readonly version: string;
  readonly schema: string;
}

/** `Number`, `ShortCode` or `RFC2822Address`. */
export interface Mm7Address {
  readonly type: string;
  readonly address: string;
}

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const mm7Namespace = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema';

/** The XML declaration names another charset than the Content-Type, as in every published sample. */
const plainSoap: XmlStyle = { ...plainXml, charset: { ...plainXml.charset, declared: 'utf-16', header: 'utf-8' } };

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
