import { type CallbackBuilder, type CallbackForm, callbackOf, type ExpectedEvent, type Registration } from './callback';
import { dateText, moDate } from './date-text';
import { digits, moment, phoneNumber, shortCode, text } from './random';
import {
  elementOf,
  plainXml,
  smsDocument,
  textElements,
  type WireElement,
  withExtra,
  type XmlExtra,
  type XmlStyle,
} from './xml';

interface SmsParty {
  readonly address: string;
  /** Digits, may be empty; of a source alone. */
  readonly carrier?: string | null;
  readonly type: string | null;
  readonly extra?: XmlExtra;
}

/** Where both MO documents go (wire contract §1). */
const moRegistration: Registration = { channel: 'sms', route: '/sms/mo', authentication: 'basic' };

/** `source` and `destination`, as both MO documents have them (wire contract §2.1). */
function partiesOf(source: SmsParty, destination: SmsParty): WireElement[] {
  return [partyOf('source', source), partyOf('destination', destination)];
}

function partyOf(name: string, { address, carrier = null, type, extra }: SmsParty): WireElement {
  return withExtra(elementOf(name, [], { address, carrier, type }), extra);
}

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

export const expectedMo: ExpectedEvent = { detailType: 'MO Message', keyOf: ({ messageId }) => `mo ${messageId}` };

/** The attempt number is in the body, so a retry has other bytes. */
export const buildMo: CallbackBuilder = (random) => {
  const messageId = random.uuid();
  const carrier = random.chance(0.1) ? '' : digits(random, 3);
  const message = {
    messageId,
    receiptDate: dateText(moment(random), moDate),
    source: { address: phoneNumber(random), carrier, type: 'MDN' },
    destination: { address: shortCode, type: 'SC' },
    text: text(random),
  };
  return [
    callbackOf(moMessage, expectedMo.keyOf(message), (attemptNumber) => [{ ...message, attemptNumber }, plainXml]),
  ];
};

export const buildDeliver: CallbackBuilder = (random) => {
  const transactionId = digits(random, 12);
  const message = {
    transactionId,
    source: { address: phoneNumber(random).slice(1), carrier: digits(random, 3), type: 'MDN' },
    destination: { address: shortCode, type: 'SC' },
    text: text(random),
  };
  return [callbackOf(deliver, expectedMo.keyOf({ messageId: transactionId }), () => [message, plainXml])];
};
