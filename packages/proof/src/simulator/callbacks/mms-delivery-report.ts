import { dateText, receiptDate } from '../../callbacks/date-text';
import { mm7Dialects } from '../../callbacks/mm7';
import { mmsDeliveryReport } from '../../callbacks/mms-delivery-report';
import { type BuiltCallback, type CallbackBuilder, callbackOf, type ExpectedEvent } from '../callback';
import type { Random } from '../random';
import { moment, phoneNumber, shortCode } from './invented';

export const mmsReceiptEvent: ExpectedEvent = {
  detailType: 'MMS Delivery Report',
  keyOf: ({ messageId, status, recipient, date }) =>
    `mms-receipt ${messageId} ${status} ${addressOf(recipient)} ${Date.parse(String(date))}`,
};

/** `Forwarded` may be followed by a final status of the same message. */
export const mmsReceipt: CallbackBuilder = (random) => {
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
  return callbackOf(mmsDeliveryReport, mmsReceiptEvent.keyOf(report), () => [report, mm7Dialects.report]);
}

function addressOf(recipient: unknown): string {
  return typeof recipient === 'object' && recipient !== null && 'address' in recipient ? String(recipient.address) : '';
}
