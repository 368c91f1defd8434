import fc from 'fast-check';
import { envelopeOf } from '../../test/support/envelope';
import { type DateText, dateTexts } from './date-texts';
import { expectedDigest, expectedId } from './expected-identity';
import type { SmsCallback } from './sms-callback';
import { extraOf, nodeOf, type XmlExtra, xmlExtras } from './xml-extra';
import { renderXml, type WireElement, type XmlStyle, xmlHeaders, xmlStyles } from './xml-style';
import { ids, xmlTexts } from './xml-texts';

interface Model {
  readonly messageId: string;
  readonly text: string;
  readonly from: string;
  readonly carrier: string | null;
  readonly to: string;
  readonly types: readonly [string | null, string | null];
  readonly date: DateText | null;
  readonly attempt: number | null;
  readonly info: readonly [reference: string, part: string] | null;
  readonly extras: { readonly root: XmlExtra; readonly source: XmlExtra };
}

const models: fc.Arbitrary<Model> = fc.record({
  messageId: ids,
  text: xmlTexts(60),
  from: fc.constantFrom('+15555550100', '15555550101', 'é'),
  carrier: fc.constantFrom('', '104', null),
  to: fc.constantFrom('00000', '+18005550100'),
  types: fc.tuple(fc.constantFrom('MDN', '', 'x', null), fc.constantFrom('SC', 'TF', null)),
  date: fc.option(dateTexts, { freq: 9 }),
  attempt: fc.option(fc.integer({ min: 1, max: 6 })),
  info: fc.option(fc.tuple(xmlTexts(3), fc.constantFrom('1', '2')), { freq: 3 }),
  extras: fc.record({ root: xmlExtras, source: xmlExtras }),
});

export const moMessages: fc.Arbitrary<SmsCallback> = fc
  .tuple(models, xmlStyles, xmlStyles)
  .map(([model, style, retryStyle]): SmsCallback => {
    const retry = { ...model, attempt: (model.attempt ?? 1) + 1 };
    return {
      envelope: envelopeFor(model, style),
      retry: envelopeFor(retry, retryStyle),
      detailType: 'MO Message',
      identity: {
        family: 'mo',
        id: expectedId(model.messageId),
        part: model.info ? expectedDigest(nodeOf(infoOf(model.info))) : '-',
      },
      data: dataOf(model),
      sameness: JSON.stringify(['moMessage', model.messageId, model.info]),
    };
  });

function envelopeFor(model: Model, style: XmlStyle) {
  return envelopeOf({
    path: '/sms/mo',
    proof: 'basic:current',
    headers: xmlHeaders(style),
    body: renderXml(documentOf(model), style),
  });
}

function documentOf({ messageId, text, date, attempt, info, extras, ...model }: Model): WireElement {
  return {
    name: 'moMessage',
    attributes: [
      ['messageId', messageId],
      ...attributeOf('receiptDate', date?.text ?? null),
      ...(attempt === null ? [] : [['attemptNumber', String(attempt)] as const]),
      ...extras.root.attributes,
    ],
    content: [
      ...partiesOf(model, extras.source),
      { name: 'message', attributes: [], content: text },
      ...(info ? [infoOf(info)] : []),
      ...extras.root.elements,
    ],
  };
}

/** `source` and `destination`, which the older format has too. */
export function partiesOf(
  { from, carrier, to, types }: Pick<Model, 'from' | 'carrier' | 'to' | 'types'>,
  extra: XmlExtra,
): WireElement[] {
  return [
    {
      name: 'source',
      attributes: [
        ['address', from],
        ...attributeOf('carrier', carrier),
        ...attributeOf('type', types[0]),
        ...extra.attributes,
      ],
      content: extra.elements,
    },
    {
      name: 'destination',
      attributes: [['address', to], ...attributeOf('type', types[1])],
      content: '',
    },
  ];
}

/** None where it is not sent. */
function attributeOf(name: string, value: string | null): (readonly [string, string])[] {
  return value === null ? [] : [[name, value]];
}

function infoOf([reference, part]: readonly [string, string]): WireElement {
  const parts = { name: 'part', attributes: [['number', part]], content: reference, unknown: true } as const;
  return {
    name: 'longMessageInfo',
    attributes: [
      ['total', '2'],
      ['ref', reference],
    ],
    content: [parts],
    unknown: true,
  };
}

function dataOf(model: Model): Record<string, unknown> {
  const { messageId, text, from, carrier, to, types, date, attempt, info, extras } = model;
  return {
    messageId,
    text,
    source: { address: from, carrier, type: types[0] },
    destination: { address: to, type: types[1] },
    receiptDate: date?.iso ?? null,
    receiptDateText: date?.text ?? null,
    attemptNumber: attempt,
    longMessageInfo: info && { element: nodeOf(infoOf(info)) },
    ...extraOf([
      ['', extras.root],
      ['source/', extras.source],
    ]),
  };
}
