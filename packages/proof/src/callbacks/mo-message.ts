import type { CallbackForm } from './callback-form';
import { moRegistration, partiesOf, type SmsParty, smsDocument } from './sms';
import { elementOf, textElements, type WireElement, withExtra, type XmlExtra, type XmlStyle } from './xml';

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
  write: (message, style) => smsDocument(rootOf(message), style),
};

function rootOf({ text, source, destination, longMessageInfo, extra, ...message }: MoMessageContent): WireElement {
  const { messageId, receiptDate, attemptNumber } = message;
  const attributes = { messageId, receiptDate, attemptNumber: attemptNumber === null ? null : String(attemptNumber) };
  const parts = [...partiesOf(source, destination), ...textElements({ message: text })];
  const info = longMessageInfo ? [longMessageInfo] : [];
  return withExtra(elementOf('moMessage', [...parts, ...info], attributes), extra);
}
