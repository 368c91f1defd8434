import fc from 'fast-check';
import { envelopeOf } from '../../test/support/envelope';
import { type DateText, dateTexts } from './date-texts';
import { expectedId, expectedPart } from './expected-identity';
import type { SmsCallback } from './sms-callback';
import { extraOf, type XmlExtra, xmlExtras } from './xml-extra';
import { renderXml, type WireElement, type XmlStyle, xmlHeaders, xmlStyles } from './xml-style';
import { ids, xmlTexts } from './xml-texts';

interface Part {
  readonly split: boolean;
  readonly original: string;
  readonly total: number;
  readonly number: number;
}

interface Model {
  readonly messageId: string;
  readonly submitterMessageId: string | null;
  readonly fwdToMessageId: string | null;
  readonly date: DateText;
  readonly type: string;
  readonly isError: boolean;
  readonly description: string;
  readonly errorCode: CodeText | null;
  readonly internalErrorCode: CodeText | null;
  readonly part: Part | null;
  readonly extra: XmlExtra;
}

/** A code as it is sent and as the event says it. */
type CodeText = readonly [sent: string, number: number | null, text?: string];

const codes: fc.Arbitrary<CodeText | null> = fc.option(
  fc.constantFrom<CodeText[]>(
    ['107', 107],
    ['7', 7],
    ['007', 7, '007'],
    ['n/a', null, 'n/a'],
    ['-', null, '-'],
    ['0', 0],
  ),
);

const models: fc.Arbitrary<Model> = fc.record({
  messageId: ids,
  submitterMessageId: fc.option(xmlTexts(10)),
  fwdToMessageId: fc.option(fc.uuid()),
  date: dateTexts,
  type: fc.constantFrom('System', 'Carrier', 'Handset', 'Carrier/true', '-', '%'),
  isError: fc.boolean(),
  description: xmlTexts(60),
  errorCode: codes,
  internalErrorCode: codes,
  part: fc.option(
    fc.record({
      split: fc.boolean(),
      original: fc.constantFrom('1', '2'),
      total: fc.constantFrom(1, 2),
      number: fc.constantFrom(1, 2),
    }),
  ),
  extra: xmlExtras,
});

export const mtMessageResponses: fc.Arbitrary<SmsCallback> = fc.tuple(models, xmlStyles, xmlStyles).map(
  ([model, style, retryStyle]): SmsCallback => ({
    envelope: envelopeFor(model, style),
    retry: envelopeFor(model, retryStyle),
    detailType: 'MT Message Response',
    identity: { family: 'receipt', id: expectedId(model.messageId), part: partOf(model) },
    data: dataOf(model),
    sameness: samenessOf(model),
  }),
);

function partOf({ type, isError, errorCode, internalErrorCode, date, part }: Model): string {
  const code = /^\d{1,6}$/;
  return expectedPart([
    [date.iso ?? date.text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/],
    [type, /^(System|Carrier|Handset)$/],
    [String(isError), /^(true|false)$/],
    [errorCode?.[0] ?? null, code],
    [internalErrorCode?.[0] ?? null, code],
    [part && String(part.number), code],
  ]);
}

function samenessOf({ messageId, type, isError, errorCode, internalErrorCode, date, part }: Model): string {
  const codes = [errorCode?.[0], internalErrorCode?.[0]];
  return JSON.stringify(['receipt', messageId, type, isError, codes, date.iso ?? date.text, part?.number]);
}

function envelopeFor(model: Model, style: XmlStyle) {
  return envelopeOf({
    path: '/sms/receipt',
    headers: xmlHeaders(style),
    body: renderXml(documentOf(model, style.hex), style),
  });
}

/** Booleans are written in two ways: a retry may take the other. */
function documentOf(model: Model, digits: boolean): WireElement {
  const { messageId, submitterMessageId, fwdToMessageId, date, type, part, extra } = model;
  return {
    name: 'mtMessageResponse',
    attributes: [
      ['messageId', messageId],
      ...sent('submitterMessageId', submitterMessageId),
      ...sent('fwdToMessageId', fwdToMessageId),
      ['receiptDate', date.text],
      ...extra.attributes,
    ],
    content: [
      ...(part === null ? [] : [multipartOf(part, digits)]),
      { name: 'type', attributes: [], content: type },
      statusOf(model, digits),
      ...extra.elements,
    ],
  };
}

function statusOf({ isError, description, errorCode, internalErrorCode }: Model, digits: boolean): WireElement {
  return {
    name: 'status',
    attributes: [['isError', boolean(isError, digits)]],
    content: [
      { name: 'description', attributes: [], content: description },
      ...(errorCode ? [{ name: 'errorCode', attributes: [], content: errorCode[0] }] : []),
      ...(internalErrorCode ? [{ name: 'internalErrorCode', attributes: [], content: internalErrorCode[0] }] : []),
    ],
  };
}

function multipartOf({ split, original, total, number }: Part, digits: boolean): WireElement {
  return {
    name: 'multipart',
    attributes: [
      ['isMultipart', boolean(split, digits)],
      ['originalMessageId', original],
      ['noOfParts', String(total)],
      ['partNumber', String(number)],
    ],
    content: '',
  };
}

function boolean(value: boolean, digits: boolean): string {
  return digits ? String(Number(value)) : String(value);
}

function sent(name: string, value: string | null): (readonly [string, string])[] {
  return value === null ? [] : [[name, value]];
}

function dataOf(model: Model): Record<string, unknown> {
  const { messageId, submitterMessageId, fwdToMessageId, date, type, isError, description, part, extra } = model;
  return {
    messageId,
    submitterMessageId,
    fwdToMessageId,
    receiptDate: date.iso,
    receiptDateText: date.text,
    type,
    isError,
    description,
    ...codeFields('errorCode', model.errorCode),
    ...codeFields('internalErrorCode', model.internalErrorCode),
    multipart: part && {
      isMultipart: part.split,
      originalMessageId: part.original,
      noOfParts: part.total,
      partNumber: part.number,
    },
    ...extraOf([['', extra]]),
  };
}

function codeFields(name: string, code: CodeText | null): Record<string, unknown> {
  const [, number, text] = code ?? ['', null];
  return { [name]: number, ...(text !== undefined && { [`${name}Text`]: text }) };
}
