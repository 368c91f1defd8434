import fc from 'fast-check';
import { escapeXml } from '../simulator/callbacks/xml';
import { tokens } from './xml-texts';

/** How a SOAP document is written, without a difference to what it says (wire contract §3.1). */
export interface Dialect {
  /** Of MM7's elements: `mm7:` or nothing. */
  readonly prefix: string;
  readonly soapPrefix: string;
  readonly namespace: string;
  readonly version: string;
  readonly declaration: string;
  /** Between elements. */
  readonly space: string;
}

export const dialects: fc.Arbitrary<Dialect> = fc.record({
  prefix: fc.constantFrom('', 'mm7:', 'ns1:'),
  soapPrefix: fc.constantFrom('env:', 'soapenv:', 'SOAP-ENV:'),
  namespace: fc.constantFrom('REL-5-MM7-1-5', 'REL-6-MM7-1-4'),
  version: fc.constantFrom('5.5.0', '6.8.0'),
  declaration: fc.constantFrom(
    '<?xml version="1.0" encoding="utf-16"?>\n',
    '<?xml version="1.0" encoding="UTF-8"?>',
    '',
  ),
  space: fc.constantFrom('', '\n    ', '\r\n'),
});

export interface Address {
  readonly address: string;
  readonly type: string;
}

export const addresses: fc.Arbitrary<Address> = fc.record({
  address: tokens,
  type: fc.constantFrom('Number', 'ShortCode', 'RFC2822Address'),
});

/** An element with its children rendered already, or with text. */
export function element(dialect: Dialect, name: string, content: string): string {
  return `<${dialect.prefix}${name}>${content}</${dialect.prefix}${name}>${dialect.space}`;
}

export function textElement(dialect: Dialect, name: string, text: string | null): string {
  return text === null ? '' : element(dialect, name, escapeXml(text));
}

export function addressElement(dialect: Dialect, { address, type }: Address): string {
  return textElement(dialect, type, address);
}

/** A SOAP envelope around an MM7 request. */
export function soapDocument(dialect: Dialect, transactionId: string | null, name: string, content: string): string {
  const { prefix, soapPrefix, namespace, declaration, space } = dialect;
  const xmlns = ` xmlns${prefix && `:${prefix.slice(0, -1)}`}="http://www.3gpp.org/23.140/schema/${namespace}"`;
  const transaction =
    transactionId === null
      ? ''
      : `<${prefix}TransactionID${xmlns} ${soapPrefix}mustUnderstand="1">${escapeXml(transactionId)}</${prefix}TransactionID>`;
  return [
    declaration,
    `<${soapPrefix}Envelope xmlns:${soapPrefix.slice(0, -1)}="http://schemas.xmlsoap.org/soap/envelope/">${space}`,
    `<${soapPrefix}Header>${transaction}</${soapPrefix}Header>${space}`,
    `<${soapPrefix}Body><${prefix}${name}${xmlns}>${space}${content}</${prefix}${name}></${soapPrefix}Body>${space}`,
    `</${soapPrefix}Envelope>`,
  ].join('');
}
