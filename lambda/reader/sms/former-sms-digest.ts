import { contentDigest } from '../identity/content-digest';
import { listed } from '../identity/listed';
import type { MoMessage } from './mo-message-schema';
import type { MtMessageResponse } from './mt-message-response-schema';

// Digests from before they had a version, to compare with the ledger's items of that time
// (docs/decisions/0005-idempotency.md). No new item gets one.
// A field that was in `extra` then must still be digested there, also when the reader has a field of its own for it.

export function formerMoDigest(data: MoMessage): string {
  return contentDigest({
    ...listed(data, ['messageId', 'text', 'extra']),
    source: listed(data.source, ['address', 'carrier', 'type']),
    destination: listed(data.destination, ['address', 'type']),
    receiptDate: data.receiptDate ?? data.receiptDateText,
    longMessageInfo: data.longMessageInfo?.element ?? null,
  });
}

export function formerReceiptDigest(data: MtMessageResponse): string {
  return contentDigest({
    ...listed(data, ['messageId', 'submitterMessageId', 'fwdToMessageId', 'type', 'isError', 'description', 'extra']),
    ...listed(data, ['errorCode', 'errorCodeText', 'internalErrorCode', 'internalErrorCodeText']),
    receiptDate: data.receiptDate ?? data.receiptDateText,
    multipart: data.multipart && listed(data.multipart, multipartFields),
  });
}

const multipartFields = [
  'isMultipart',
  'originalMessageId',
  'noOfParts',
  'noOfPartsText',
  'partNumber',
  'partNumberText',
] as const;
