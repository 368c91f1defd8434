import type { CallbackForm } from './callback-form';
import { moRegistration, partiesOf, type SmsParty, smsDocument } from './sms';
import { attributesOf, noExtra, textElements, type WireElement, type XmlExtra, type XmlStyle } from './xml';

interface MoMessageContent {
  readonly messageId: string;
  readonly receiptDate: string | null;
  readonly attemptNumber: number | null;
  readonly source: SmsParty;
  readonly destination: SmsParty;
  readonly text: string;
  /** What is in it is not published. */
  readonly longMessageInfo?: WireElement | null;
  readonly extra?: XmlExtra;
}

/** `moMessage` (wire contract §2.1). */
export const moMessage: CallbackForm<MoMessageContent, XmlStyle> = {
  ...moRegistration,
  write: (message, style) => smsDocument(elementOf(message), style),
};

function elementOf({ text, source, destination, longMessageInfo, extra = noExtra, ...message }: MoMessageContent) {
  const { messageId, receiptDate, attemptNumber } = message;
  const attempt = attemptNumber === null ? null : String(attemptNumber);
  return {
    name: 'moMessage',
    attributes: [...attributesOf({ messageId, receiptDate, attemptNumber: attempt }), ...extra.attributes],
    content: [
      ...partiesOf(source, destination),
      ...textElements({ message: text }),
      ...(longMessageInfo ? [longMessageInfo] : []),
      ...extra.elements,
    ],
  };
}
