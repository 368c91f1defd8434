import type { Extra } from '../common-schema';
import { isBlank, trimmed } from '../text/white-space';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import type { XmlElement } from '../xml/xml';
import { XmlFields } from '../xml/xml-fields';
import type { MmsAddress } from './mms-message-schema';

/** An MM7 request (3GPP TS 23.140): what its SOAP envelope says, and the request itself. */
export interface Mm7Request {
  readonly envelope: XmlElement;
  readonly element: XmlElement;
  readonly fields: XmlFields;
  readonly transactionId: string | null;
  /** The rest of the SOAP envelope. */
  readonly soapExtra: Extra;
}

/**
 * The first element of a SOAP body. Names are matched without their prefix, because Vibes' two dialects use different
 * ones (wire contract §3.1).
 * @throws UnrecognizedError `xml-missing-field`
 */
export function openMm7(envelope: XmlElement): Mm7Request {
  const soap = new XmlFields(envelope);
  const transaction = soap.child('Header')?.child('TransactionID');
  const body = soap.child('Body');
  const element = envelope.children.find(({ name }) => name === 'Body')?.children[0];
  if (element === undefined) throw new UnrecognizedError('xml-missing-field');
  body?.whole(element.name);
  for (const name of ['schemaLocation', 'encodingStyle']) soap.attribute(name);
  transaction?.attribute('mustUnderstand');
  return {
    envelope,
    element,
    fields: new XmlFields(element),
    transactionId: (transaction && trimmed(transaction.text())) || null,
    soapExtra: soap.extra().extra ?? {},
  };
}

/** The trimmed text of a child element, or null if it is missing or empty. */
export function textOf(fields: XmlFields, name: string): string | null {
  return trimmed(fields.child(name)?.text() ?? '') || null;
}

/** Everything in the SOAP envelope and the request that has no field. */
export function mm7Extra({ fields, soapExtra }: Mm7Request): { extra?: Extra } {
  const soap = Object.entries(soapExtra).map(([path, value]) => [`Envelope/${path}`, value] as const);
  const extra = { ...fields.extra().extra, ...Object.fromEntries(soap) };
  return Object.keys(extra).length === 0 ? {} : { extra };
}

/** An address in any of MM7's forms: the element's name is the form. */
export function readAddress(element: XmlElement): MmsAddress {
  const fields = new XmlFields(element);
  return { address: trimmed(fields.text()), type: element.name, ...fields.extra() };
}

/**
 * The address in a child element such as `Sender`. A child that is not exactly one address stays in `extra`, as a
 * whole.
 */
export function readAddressIn(request: Mm7Request, name: string): MmsAddress | null {
  const element = request.element.children.find((child) => child.name === name);
  const [address, ...others] = element?.children ?? [];
  if (element === undefined || address === undefined) return null;
  if (others.length === 0 && holdsOnlyElements(element)) request.fields.whole(name);
  return readAddress(address);
}

/** Whether an element is only a frame around its children. */
export function holdsOnlyElements(element: XmlElement): boolean {
  const attributes = [...element.attributes.keys()].filter((name) => !/^xmlns(:|$)/.test(name));
  return element.children.length > 0 && attributes.length === 0 && isBlank(element.text);
}
