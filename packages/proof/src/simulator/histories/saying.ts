import { callbackOf, type VibesCallback } from '../../vibes/callback';
import { dateText, receiptDate } from '../../vibes/date-text';
import { plainJson } from '../../vibes/json';
import { mm7Dialects } from '../../vibes/mm7';
import { expectedMmsReceipt, mmsDeliveryReport } from '../../vibes/mms-delivery-report';
import { expectedReceipt, mtMessageResponse } from '../../vibes/mt-message-response';
import { shortCode } from '../../vibes/random';
import { expectedRbmEvent, rbmEvent } from '../../vibes/rbm-event';
import { plainXml } from '../../vibes/xml';
import type { MmsReport, RbmReport, SmsReceipt, Submission } from './said';

/** The callback by which Vibes says it. */
export function callbackSaying(said: SmsReceipt | MmsReport | RbmReport): VibesCallback {
  switch (said.by) {
    case 'sms':
      return { ...smsCallback(said), kind: 'receipt' };
    case 'mms':
      return { ...mmsCallback(said), kind: 'mms-receipt' };
    default:
      return { ...rbmCallback(said), kind: 'rbm' };
  }
}

function smsCallback({ messageId, submitterMessageId, type, error, forwardedTo, part, at }: SmsReceipt) {
  const content = {
    messageId,
    submitterMessageId,
    fwdToMessageId: forwardedTo,
    receiptDate: dateText(at, receiptDate),
    type,
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
  };
  return callbackOf(mtMessageResponse, expectedReceipt.keyOf(content), () => [content, plainXml]);
}

function mmsCallback({ messageId, recipient, status, statusText, at }: MmsReport) {
  const content = {
    transactionId: `report-${messageId}-${at}`,
    messageId,
    recipient: { type: 'Number', address: recipient },
    sender: { type: 'ShortCode', address: shortCode },
    date: dateText(at, receiptDate),
    status,
    statusText,
  };
  return callbackOf(mmsDeliveryReport, expectedMmsReceipt.keyOf(content), () => [content, mm7Dialects.report]);
}

function rbmCallback({ messageId, eventId, eventClass, eventType, at }: RbmReport) {
  const event = { eventClass, eventId, messageId, phoneNumber: '+13125550142', agentId: 'vibes-callbacks-agent' };
  const members = { sendTime: new Date(at).toISOString(), eventType };
  return callbackOf(rbmEvent, expectedRbmEvent.keyOf(event), () => [{ ...event, members }, plainJson]);
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
