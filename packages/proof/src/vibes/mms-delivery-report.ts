import fc from 'fast-check';
import { type BuiltCallback, type CallbackBuilder, formOf, type GeneratedCallback } from './callback';
import { dateOf, readableDates, receiptDate } from './date-text';
import { expectedHash, expectedId, expectedPart } from './expected-identity';
import { addresses, addressesOf, type Mm7Style, mm7Dialects, mm7Styles, soapDocument } from './mm7';
import { moment, phoneNumber, shortCode } from './random';
import { type Made, tokens } from './texts';
import { elementOf, textElements } from './xml';

const reports = fc.record({
  messageId: tokens,
  recipient: addresses,
  sender: fc.option(addresses),
  // The last: one that Vibes may add.
  status: fc.oneof(fc.constantFrom('Retrieved', 'Rejected', 'Indeterminate', 'Expired', 'Forwarded'), tokens),
  statusText: fc.option(tokens),
  date: readableDates,
});
/** The transaction is the request's, and may differ in a retry. */
type DeliveryReport = Made<typeof reports> & { readonly transactionId: string | null };

/** MM7 `DeliveryReportReq`, the receipt of an MMS (wire contract §3.2). */
export const mmsDeliveryReport = formOf<DeliveryReport, Mm7Style>({
  channel: 'mms',
  route: '/mms/receipt',
  authentication: 'source',
  detailType: 'MMS Delivery Report',
  keyOf: ({ messageId, status, recipient, date }) =>
    `mms-receipt ${messageId} ${status} ${addressOf(recipient)} ${Date.parse(String(date))}`,
  write: ({ transactionId, messageId, recipient, sender, date, status, statusText }, style) => {
    const content = [
      elementOf('MessageID', messageId),
      elementOf('Recipient', addressesOf([recipient])),
      sender && elementOf('Sender', addressesOf([sender])),
      ...textElements({ Date: date.text, MMStatus: status, StatusText: statusText }),
    ];
    return soapDocument({ transactionId, name: 'DeliveryReportReq', content }, style);
  },
});

function addressOf(recipient: unknown): string {
  return typeof recipient === 'object' && recipient !== null && 'address' in recipient ? String(recipient.address) : '';
}

/** The text that comes with a status (wire contract §3.2). */
export function statusTextOf(status: string): string | null {
  return status === 'Rejected' ? 'Error 107 - Rejected [ref: 12]' : null;
}

/** A report of a message from the short code to a phone, as Vibes writes it. */
export function mmsReceiptCallback(
  report: Omit<DeliveryReport, 'recipient' | 'sender'> & { readonly recipient: string },
): BuiltCallback {
  const recipient = { type: 'Number', address: report.recipient };
  const key = mmsDeliveryReport.keyOf({ ...report, recipient, date: report.date.iso });
  const content = { ...report, recipient, sender: { type: 'ShortCode', address: shortCode } };
  return mmsDeliveryReport.callback(key, () => [content, mm7Dialects.report]);
}

/** `Forwarded` may be followed by a final status of the same message. */
export const buildMmsReceipt: CallbackBuilder = (random) => {
  const messageId = random.hex(20);
  const recipient = phoneNumber(random);
  const finalStatus = random.pick(['Retrieved', 'Rejected', 'Indeterminate', 'Expired']);
  const reportOf = (status: string) => {
    const transactionId = random.uuid();
    const date = dateOf(moment(random), receiptDate);
    return mmsReceiptCallback({ transactionId, messageId, recipient, date, status, statusText: statusTextOf(status) });
  };
  const final = reportOf(finalStatus);
  return random.chance(0.3) ? [reportOf('Forwarded'), final] : [final];
};

const transactions = fc.option(tokens);

export const mmsDeliveryReports: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(reports, transactions, mm7Styles, transactions, mm7Styles)
  .map(([report, transactionId, style, retryTransactionId, retryStyle]) => {
    const { messageId, recipient, date, status } = report;
    const content = JSON.stringify([messageId, recipient.type, recipient.address]);
    const part = expectedPart([
      [date.iso, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/],
      [status, /^(Retrieved|Rejected|Indeterminate|Expired|Forwarded)$/],
      [expectedHash(content).slice(0, 32), /^[0-9a-f]{32}$/],
    ]);
    return {
      sent: mmsDeliveryReport.sent({ ...report, transactionId }, style),
      retry: mmsDeliveryReport.sent({ ...report, transactionId: retryTransactionId }, retryStyle),
      detailType: mmsDeliveryReport.detailType,
      identity: { family: 'mms-receipt', id: expectedId(messageId), part },
      data: { transactionId, ...report, date: date.iso, dateText: date.text, mm7Version: style.version },
    };
  });
