import type { Document, Registration } from './callback-form';
import { elementOf, qualified, type WireElement, withExtra, type XmlExtra, type XmlStyle, xmlDocument } from './xml';

export interface SmsParty {
  readonly address: string;
  /** Digits, may be empty; of a source alone. */
  readonly carrier?: string | null;
  readonly type: string | null;
  readonly extra?: XmlExtra;
}

/** Where both MO documents go (wire contract §1). */
export const moRegistration: Registration = { channel: 'sms', route: '/sms/mo', authentication: 'basic' };

/** `source` and `destination`, as both MO documents have them (wire contract §2.1). */
export function partiesOf(source: SmsParty, destination: SmsParty): WireElement[] {
  return [partyOf('source', source), partyOf('destination', destination)];
}

function partyOf(name: string, { address, carrier = null, type, extra }: SmsParty): WireElement {
  return withExtra(elementOf(name, [], { address, carrier, type }), extra);
}

/** A document of an SMS. Vibes sends no namespace, so a prefix refers to an invented one. */
export function smsDocument(root: WireElement, style: XmlStyle): Document {
  return xmlDocument(style.prefix === '' ? root : qualified(root, style.prefix, 'urn:v'), style);
}
