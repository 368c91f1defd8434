import type { CallbackForm } from './callback-form';
import { smsDocument } from './sms';
import { elementOf, textElements, type WireElement, withExtra, type XmlExtra, type XmlStyle } from './xml';

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

interface MessagePart {
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
  const { messageId, submitterMessageId, fwdToMessageId = null, receiptDate, multipart, type, extra } = receipt;
  const content = [
    ...(multipart === null ? [] : [multipartOf(multipart, style)]),
    ...textElements({ type }),
    statusOf(receipt, style),
  ];
  const attributes = { messageId, submitterMessageId, fwdToMessageId, receiptDate };
  return withExtra(elementOf('mtMessageResponse', content, attributes), extra);
}

function multipartOf({ isMultipart, originalMessageId, noOfParts, partNumber }: MessagePart, style: XmlStyle) {
  return elementOf('multipart', '', {
    isMultipart: booleanText(isMultipart, style),
    originalMessageId,
    noOfParts: String(noOfParts),
    partNumber: String(partNumber),
  });
}

function statusOf(receipt: MtMessageResponseContent, style: XmlStyle): WireElement {
  const { isError, description, errorCode, internalErrorCode } = receipt;
  const texts = textElements({ description, errorCode, internalErrorCode });
  return elementOf('status', texts, { isError: booleanText(isError, style) });
}

function booleanText(value: boolean, { booleans: [no, yes] }: XmlStyle): string {
  return value ? yes : no;
}
