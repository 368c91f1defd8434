import {
  type BuiltCallback,
  type CallbackBuilder,
  type CallbackForm,
  callbackOf,
  type ExpectedEvent,
} from './callback';
import { dateText, receiptDate } from './date-text';
import { moment, type Random } from './random';
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

export const expectedReceipt: ExpectedEvent = {
  detailType: 'MT Message Response',
  keyOf: ({ messageId, type, receiptDate: date }) => `receipt ${messageId} ${type} ${Date.parse(String(date))}`,
};

/** A message has a Carrier and, mostly, a Handset receipt under one id. */
export const buildReceipt: CallbackBuilder = (random) => {
  const messageId = random.uuid();
  const parts = random.chance(0.2) ? 2 : 1;
  const carrier = receiptOf(random, messageId, 'Carrier', parts);
  return random.chance(0.8) ? [carrier, receiptOf(random, messageId, 'Handset', parts)] : [carrier];
};

function receiptOf(random: Random, messageId: string, type: 'Carrier' | 'Handset', parts: number): BuiltCallback {
  const isError = random.chance(0.1);
  const content = {
    messageId,
    submitterMessageId: random.chance(0.5) ? `order-${random.int(1, 9999)}` : null,
    receiptDate: dateText(moment(random), receiptDate),
    multipart: parts === 1 ? null : partOf(random, parts),
    type,
    isError,
    description: isError ? 'Not delivered' : 'Message delivered',
    errorCode: isError ? '107' : null,
    internalErrorCode: isError ? random.pick(['1', '7', '9', '12', '26']) : null,
  };
  return callbackOf(mtMessageResponse, expectedReceipt.keyOf(content), () => [content, plainXml]);
}

function partOf(random: Random, parts: number) {
  return { isMultipart: true, originalMessageId: random.uuid(), noOfParts: parts, partNumber: parts };
}
