import type { CallbackForm } from './callback-form';
import { moRegistration, partiesOf, type SmsParty, smsDocument } from './sms';
import { elementOf, withExtra, type XmlExtra, type XmlStyle } from './xml';

interface DeliverContent {
  readonly transactionId: string;
  readonly source: SmsParty;
  readonly destination: SmsParty;
  readonly text: string;
  readonly extra?: XmlExtra;
}

/** `deliver` v1, the older MO (wire contract §2.2): the text is an attribute, the transaction is the identifier. */
export const deliver: CallbackForm<DeliverContent, XmlStyle> = {
  ...moRegistration,
  write: ({ transactionId, source, destination, text, extra }, style) => {
    const content = [
      elementOf('transaction', '', { id: transactionId }),
      ...partiesOf(source, destination),
      elementOf('message', '', { text }),
    ];
    return smsDocument(withExtra(elementOf('deliver', content, { version: '1.0' }), extra), style);
  },
};
