import {
  type BuiltCallback,
  type CallbackBuilder,
  type CallbackForm,
  callbackOf,
  type ExpectedEvent,
} from './callback';
import { dateText, receiptDate } from './date-text';
import { addressesOf, type Mm7Address, type Mm7Style, mm7Dialects, soapDocument } from './mm7';
import { moment, phoneNumber, type Random, shortCode } from './random';
import { elementOf, textElements } from './xml';

interface DeliveryReportContent {
  readonly transactionId: string | null;
  readonly messageId: string;
  readonly recipient: Mm7Address;
  readonly sender: Mm7Address | null;
  readonly date: string;
  /** `Retrieved`, `Rejected`, `Indeterminate`, `Expired`, `Forwarded` today. */
  readonly status: string;
  readonly statusText: string | null;
}

/** MM7 `DeliveryReportReq`, the receipt of an MMS (wire contract §3.2). */
export const mmsDeliveryReport: CallbackForm<DeliveryReportContent, Mm7Style> = {
  channel: 'mms',
  route: '/mms/receipt',
  authentication: 'source',
  write: ({ transactionId, messageId, recipient, sender, date, status, statusText }, style) => {
    const content = [
      ...textElements({ MessageID: messageId }),
      elementOf('Recipient', addressesOf([recipient])),
      ...(sender === null ? [] : [elementOf('Sender', addressesOf([sender]))]),
      ...textElements({ Date: date, MMStatus: status, StatusText: statusText }),
    ];
    return soapDocument({ transactionId, name: 'DeliveryReportReq', content }, style);
  },
};

export const expectedMmsReceipt: ExpectedEvent = {
  detailType: 'MMS Delivery Report',
  keyOf: ({ messageId, status, recipient, date }) =>
    `mms-receipt ${messageId} ${status} ${addressOf(recipient)} ${Date.parse(String(date))}`,
};

/** `Forwarded` may be followed by a final status of the same message. */
export const buildMmsReceipt: CallbackBuilder = (random) => {
  const messageId = random.hex(20);
  const recipient = phoneNumber(random);
  const finalStatus = random.pick(['Retrieved', 'Rejected', 'Indeterminate', 'Expired']);
  const final = reportOf(random, messageId, recipient, finalStatus);
  return random.chance(0.3) ? [reportOf(random, messageId, recipient, 'Forwarded'), final] : [final];
};

function reportOf(random: Random, messageId: string, recipient: string, status: string): BuiltCallback {
  const report = {
    transactionId: random.uuid(),
    messageId,
    recipient: { type: 'Number', address: recipient },
    sender: { type: 'ShortCode', address: shortCode },
    date: dateText(moment(random), receiptDate),
    status,
    statusText: status === 'Rejected' ? 'Error 107 - Rejected [ref: 12]' : null,
  };
  return callbackOf(mmsDeliveryReport, expectedMmsReceipt.keyOf(report), () => [report, mm7Dialects.report]);
}

function addressOf(recipient: unknown): string {
  return typeof recipient === 'object' && recipient !== null && 'address' in recipient ? String(recipient.address) : '';
}
