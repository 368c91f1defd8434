import fc from 'fast-check';
import { type BuiltCallback, type CallbackBuilder, formOf, type GeneratedCallback } from './callback';
import { type DateText, dateOf, dateTexts, receiptDate } from './date-text';
import { expectedId, expectedPart } from './expected-identity';
import { moment, type Random } from './random';
import { ids, xmlTexts } from './texts';
import {
  elementOf,
  extraOf,
  plainXml,
  retryOf,
  smsDocument,
  textElements,
  type XmlExtra,
  type XmlStyle,
  xmlExtras,
  xmlStyles,
} from './xml';

interface Receipt {
  readonly messageId: string;
  readonly submitterMessageId: string | null;
  readonly fwdToMessageId?: string | null;
  readonly date: DateText;
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
export const mtMessageResponse = formOf<Receipt, XmlStyle>({
  channel: 'sms',
  route: '/sms/receipt',
  authentication: 'source',
  detailType: 'MT Message Response',
  keyOf: ({ messageId, type, receiptDate }) => `receipt ${messageId} ${type} ${Date.parse(String(receiptDate))}`,
  write: (receipt, style) => {
    const { messageId, submitterMessageId, fwdToMessageId = null, date, multipart, type, isError, extra } = receipt;
    const { description, errorCode, internalErrorCode } = receipt;
    const booleanText = (value: boolean) => style.booleans[value ? 1 : 0];
    const part = multipart && {
      isMultipart: booleanText(multipart.isMultipart),
      originalMessageId: multipart.originalMessageId,
      noOfParts: String(multipart.noOfParts),
      partNumber: String(multipart.partNumber),
    };
    const status = textElements({ description, errorCode, internalErrorCode });
    const content = [
      part && elementOf('multipart', '', part),
      elementOf('type', type),
      elementOf('status', status, { isError: booleanText(isError) }),
    ];
    const attributes = { messageId, submitterMessageId, fwdToMessageId, receiptDate: date.text };
    return smsDocument(elementOf('mtMessageResponse', content, attributes, extra), style);
  },
});

/** A receipt as Vibes writes it. */
export function receiptCallback(receipt: Receipt): BuiltCallback {
  const key = mtMessageResponse.keyOf({ ...receipt, receiptDate: receipt.date.iso });
  return mtMessageResponse.callback(key, () => [receipt, plainXml]);
}

/** A message has a Carrier and, mostly, a Handset receipt under one id. */
export const buildReceipt: CallbackBuilder = (random) => {
  const messageId = random.uuid();
  const parts = random.chance(0.2) ? 2 : 1;
  const carrier = receiptOf(random, messageId, 'Carrier', parts);
  return random.chance(0.8) ? [carrier, receiptOf(random, messageId, 'Handset', parts)] : [carrier];
};

function receiptOf(random: Random, messageId: string, type: 'Carrier' | 'Handset', parts: number): BuiltCallback {
  const isError = random.chance(0.1);
  return receiptCallback({
    messageId,
    submitterMessageId: random.chance(0.5) ? `order-${random.int(1, 9999)}` : null,
    date: dateOf(moment(random), receiptDate),
    multipart: parts === 1 ? null : partOf(random, parts),
    type,
    isError,
    description: isError ? 'Not delivered' : 'Message delivered',
    errorCode: isError ? '107' : null,
    internalErrorCode: isError ? random.pick(['1', '7', '9', '12', '26']) : null,
  });
}

function partOf(random: Random, parts: number): MessagePart {
  return { isMultipart: true, originalMessageId: random.uuid(), noOfParts: parts, partNumber: parts };
}

const codes: fc.Arbitrary<string | null> = fc.option(fc.constantFrom('107', '7', '007', 'n/a', '-', '0'));

/** A code as the event has it: a number, and the text where the number does not say it. */
function codeFields(name: string, code: string | null): Readonly<Record<string, unknown>> {
  const number = code !== null && /^\d+$/.test(code) ? Number(code) : null;
  return { [name]: number, ...(code !== null && code !== String(number) && { [`${name}Text`]: code }) };
}

const receipts = fc.record({
  messageId: ids,
  submitterMessageId: fc.option(xmlTexts(10)),
  fwdToMessageId: fc.option(fc.uuid()),
  date: dateTexts,
  type: fc.constantFrom('System', 'Carrier', 'Handset', 'Carrier/true', '-', '%'),
  isError: fc.boolean(),
  description: xmlTexts(60),
  errorCode: codes,
  internalErrorCode: codes,
  multipart: fc.option(
    fc.record({
      isMultipart: fc.boolean(),
      originalMessageId: fc.constantFrom('1', '2'),
      noOfParts: fc.constantFrom(1, 2),
      partNumber: fc.constantFrom(1, 2),
    }),
  ),
  extra: xmlExtras,
});

export const mtMessageResponses: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(receipts, xmlStyles, xmlStyles)
  .map(([receipt, style, retryStyle]) => {
    const { messageId, date, errorCode, internalErrorCode, extra, ...fields } = receipt;
    const { type, isError, multipart } = fields;
    const when = date.iso ?? date.text;
    const code = /^\d{1,6}$/;
    const part = expectedPart([
      [when, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/],
      [type, /^(System|Carrier|Handset)$/],
      [String(isError), /^(true|false)$/],
      [errorCode, code],
      [internalErrorCode, code],
      [multipart && String(multipart.partNumber), code],
    ]);
    return {
      sent: mtMessageResponse.sent(receipt, style),
      retry: mtMessageResponse.sent(receipt, retryOf(style, retryStyle)),
      detailType: mtMessageResponse.detailType,
      identity: { family: 'receipt', id: expectedId(messageId), part },
      data: {
        ...fields,
        messageId,
        receiptDate: date.iso,
        receiptDateText: date.text,
        ...codeFields('errorCode', errorCode),
        ...codeFields('internalErrorCode', internalErrorCode),
        ...extraOf({ '': extra }),
      },
      sameness: JSON.stringify([
        'receipt',
        messageId,
        type,
        isError,
        errorCode,
        internalErrorCode,
        when,
        multipart?.partNumber,
      ]),
    };
  });
