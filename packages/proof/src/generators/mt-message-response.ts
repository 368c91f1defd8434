import fc from 'fast-check';
import { mtMessageResponse } from '../vibes/mt-message-response';
import { expectedId, expectedPart } from './expected-identity';
import { received, type SmsCallback } from './generated-callback';
import { extraOf, retryOf, xmlExtras, xmlStyles } from './styles';
import { dateTexts, ids, xmlTexts } from './texts';

/** A code as sent and as in the event. */
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

const models = fc.record({
  messageId: ids,
  submitterMessageId: fc.option(xmlTexts(10)),
  fwdToMessageId: fc.option(fc.uuid()),
  date: dateTexts,
  type: fc.constantFrom('System', 'Carrier', 'Handset', 'Carrier/true', '-', '%'),
  isError: fc.boolean(),
  description: xmlTexts(60),
  error: codes,
  internal: codes,
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
type Model = typeof models extends fc.Arbitrary<infer T> ? T : never;

export const mtMessageResponses: fc.Arbitrary<SmsCallback> = fc
  .tuple(models, xmlStyles, xmlStyles)
  .map(([model, style, retryStyle]): SmsCallback => {
    const receipt = {
      ...model,
      receiptDate: model.date.text,
      errorCode: model.error?.[0] ?? null,
      internalErrorCode: model.internal?.[0] ?? null,
    };
    return {
      envelope: received(mtMessageResponse, receipt, style),
      retry: received(mtMessageResponse, receipt, retryOf(style, retryStyle)),
      detailType: 'MT Message Response',
      identity: { family: 'receipt', id: expectedId(model.messageId), part: partOf(model) },
      data: dataOf(model),
      sameness: samenessOf(model),
    };
  });

function partOf({ type, isError, error, internal, date, multipart }: Model): string {
  const code = /^\d{1,6}$/;
  return expectedPart([
    [date.iso ?? date.text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/],
    [type, /^(System|Carrier|Handset)$/],
    [String(isError), /^(true|false)$/],
    [error?.[0] ?? null, code],
    [internal?.[0] ?? null, code],
    [multipart && String(multipart.partNumber), code],
  ]);
}

function samenessOf({ messageId, type, isError, error, internal, date, multipart }: Model): string {
  const sentCodes = [error?.[0], internal?.[0]];
  return JSON.stringify(['receipt', messageId, type, isError, sentCodes, date.iso ?? date.text, multipart?.partNumber]);
}

function dataOf({ date, error, internal, extra, ...fields }: Model): Record<string, unknown> {
  return {
    ...fields,
    receiptDate: date.iso,
    receiptDateText: date.text,
    ...codeFields('errorCode', error),
    ...codeFields('internalErrorCode', internal),
    ...extraOf([['', extra]]),
  };
}

function codeFields(name: string, code: CodeText | null): Record<string, unknown> {
  const [, number, text] = code ?? ['', null];
  return { [name]: number, ...(text !== undefined && { [`${name}Text`]: text }) };
}
