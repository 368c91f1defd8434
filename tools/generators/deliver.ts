import fc from 'fast-check';
import { envelopeOf } from '../../test/support/envelope';
import { expectedId } from './expected-identity';
import { partiesOf } from './mo-message';
import type { SmsCallback } from './sms-callback';
import { extraOf, type XmlExtra, xmlExtras } from './xml-extra';
import { renderXml, type WireElement, type XmlStyle, xmlHeaders, xmlStyles } from './xml-style';
import { ids, xmlTexts } from './xml-texts';

interface Model {
  readonly id: string;
  readonly text: string;
  readonly from: string;
  readonly carrier: string;
  readonly passthrough: string | null;
  readonly extra: XmlExtra;
}

const models: fc.Arbitrary<Model> = fc.record({
  id: ids,
  text: xmlTexts(60),
  from: fc.constantFrom('+15555550100', '15555550101'),
  carrier: fc.constantFrom('', '105'),
  passthrough: fc.option(xmlTexts(5)),
  extra: xmlExtras,
});

export const delivers: fc.Arbitrary<SmsCallback> = fc.tuple(models, xmlStyles, xmlStyles).map(
  ([model, style, retryStyle]): SmsCallback => ({
    envelope: envelopeFor(model, style),
    retry: envelopeFor(model, retryStyle),
    detailType: 'MO Message',
    identity: { family: 'mo', id: expectedId(model.id), part: 'deliver' },
    data: dataOf(model),
    sameness: JSON.stringify(['deliver', model.id]),
  }),
);

function envelopeFor(model: Model, style: XmlStyle) {
  return envelopeOf({
    path: '/sms/mo',
    proof: 'basic:previous',
    headers: xmlHeaders(style),
    body: renderXml(documentOf(model), style),
  });
}

function documentOf({ id, text, from, carrier, passthrough, extra }: Model): WireElement {
  return {
    name: 'deliver',
    attributes: [['version', '1.0']],
    content: [
      ...partiesOf({ from, carrier, to: '00000', types: ['MDN', 'SC'] }, extra),
      { name: 'message', attributes: [['text', text]], content: '' },
      { name: 'transaction', attributes: [['id', id]], content: '' },
      ...(passthrough === null ? [] : [passthroughOf(passthrough)]),
    ],
  };
}

function passthroughOf(value: string): WireElement {
  const param = {
    name: 'param',
    attributes: [
      ['key', 'moMessageId'],
      ['value', value],
    ],
    content: '',
    unknown: true,
  } as const;
  return { name: 'passthrough', attributes: [], content: [param], unknown: true };
}

function dataOf({ id, text, from, carrier, passthrough, extra }: Model): Record<string, unknown> {
  const root = {
    attributes: [['version', '1.0']],
    elements: passthrough === null ? [] : [passthroughOf(passthrough)],
  } as const;
  return {
    messageId: id,
    text,
    source: { address: from, carrier, type: 'MDN' },
    destination: { address: '00000', type: 'SC' },
    receiptDate: null,
    receiptDateText: null,
    attemptNumber: null,
    longMessageInfo: null,
    ...extraOf([
      ['', root],
      ['source/', extra],
    ]),
  };
}
