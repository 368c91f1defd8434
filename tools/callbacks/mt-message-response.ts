import type { CallbackForm } from './callback-form';
import { smsDocument } from './sms';
import { attributesOf, elementOf, noExtra, textElements, type WireElement, type XmlExtra, type XmlStyle } from './xml';

interface MtMessageResponseContent {
  readonly messageId: string;
  readonly submitterMessageId: string | null;
  readonly fwdToMessageId?: string | null;
  readonly receiptDate: string;
  /** `System`, `Carrier`, `Handset` today. */
  readonly type: string;
  readonly isError: boolean;
  readonly description: string;
  readonly errorCode: string | null;
  readonly internalErrorCode: string | null;
  readonly multipart: MessagePart | null;
  readonly extra?: XmlExtra;
}

export interface MessagePart {
  readonly isMultipart: boolean;
  readonly originalMessageId: string;
  readonly noOfParts: number;
  readonly partNumber: number;
}

/** `mtMessageResponse`, the receipt of an MT message (wire contract §2.3). */
export const mtMessageResponse: CallbackForm<MtMessageResponseContent, XmlStyle> = {
  channel: 'sms',
  route: '/sms/receipt',
  authentication: 'source',
  write: (receipt, style) => smsDocument(rootOf(receipt, style), style),
};

function rootOf(receipt: MtMessageResponseContent, style: XmlStyle): WireElement {
  const { messageId, submitterMessageId, fwdToMessageId = null, receiptDate, extra = noExtra } = receipt;
  const ids = attributesOf({ messageId, submitterMessageId, fwdToMessageId, receiptDate });
  return {
    name: 'mtMessageResponse',
    attributes: [...ids, ...extra.attributes],
    content: [
      ...(receipt.multipart === null ? [] : [multipartOf(receipt.multipart, style)]),
      ...textElements({ type: receipt.type }),
      statusOf(receipt, style),
      ...extra.elements,
    ],
  };
}

function multipartOf({ isMultipart, originalMessageId, noOfParts, partNumber }: MessagePart, style: XmlStyle) {
  const attributes = attributesOf({
    isMultipart: booleanText(isMultipart, style),
    originalMessageId,
    noOfParts: String(noOfParts),
    partNumber: String(partNumber),
  });
  return { ...elementOf('multipart', ''), attributes };
}

function statusOf(receipt: MtMessageResponseContent, style: XmlStyle): WireElement {
  const { isError, description, errorCode, internalErrorCode } = receipt;
  const attributes = attributesOf({ isError: booleanText(isError, style) });
  return { ...elementOf('status', textElements({ description, errorCode, internalErrorCode })), attributes };
}

function booleanText(value: boolean, { booleans: [no, yes] }: XmlStyle): string {
  return value ? yes : no;
}
