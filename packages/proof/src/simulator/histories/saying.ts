import type { VibesCallback } from '../../vibes/callback';
import { dateOf, receiptDate } from '../../vibes/date-text';
import { mmsReceiptCallback } from '../../vibes/mms-delivery-report';
import { receiptCallback } from '../../vibes/mt-message-response';
import { rbmCallback } from '../../vibes/rbm-event';
import type { MmsReport, RbmReport, SmsReceipt, Submission } from './said';

/** The callback by which Vibes says it. */
export function callbackSaying(said: SmsReceipt | MmsReport | RbmReport): VibesCallback {
  const date = dateOf(said.at, receiptDate);
  switch (said.by) {
    case 'sms': {
      const { error, forwardedTo, part } = said;
      const receipt = receiptCallback({
        ...said,
        date,
        fwdToMessageId: forwardedTo,
        isError: error !== null,
        description: error?.text ?? 'Message delivered',
        errorCode: error && String(error.code),
        internalErrorCode: error && String(error.internalCode),
        multipart: part && {
          isMultipart: true,
          originalMessageId: part.of,
          noOfParts: part.total,
          partNumber: part.number,
        },
      });
      return { ...receipt, kind: 'receipt' };
    }
    case 'mms': {
      const transactionId = `report-${said.messageId}-${said.at}`;
      return { ...mmsReceiptCallback({ ...said, date, transactionId }), kind: 'mms-receipt' };
    }
    default: {
      const members = { sendTime: new Date(said.at).toISOString(), eventType: said.eventType };
      return { ...rbmCallback({ ...said, phoneNumber: '+13125550142', members }), kind: 'rbm' };
    }
  }
}

export const submittedType = 'Message Submitted';

/** The entry by which a sender says it to the bus, with the time of the event. */
export function entrySaying(said: Submission) {
  const { channel, messageId, submitterMessageId, receiptOption, expectWithinMinutes, at } = said;
  const detail = { channel, messageId, receiptOption, expectWithinMinutes };
  return {
    Source: 'conformance.sender',
    DetailType: submittedType,
    Time: new Date(at),
    Detail: JSON.stringify(submitterMessageId === null ? detail : { ...detail, submitterMessageId }),
  };
}
