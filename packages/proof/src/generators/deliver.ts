import fc from 'fast-check';
import { deliver } from '../callbacks/deliver';
import { elementOf, type WireElement } from '../callbacks/xml';
import { expectedId } from './expected-identity';
import { received, type SmsCallback } from './generated-callback';
import { retryOf, xmlStyles } from './styles';
import { wordedTexts } from './worded-texts';
import { extraOf, xmlExtras } from './xml-extra';
import { ids, xmlTexts } from './xml-texts';

const models = fc.record({
  transactionId: ids,
  worded: wordedTexts(xmlTexts(60)),
  source: fc.record({
    address: fc.constantFrom('+15555550100', '15555550101'),
    carrier: fc.constantFrom('', '105'),
    type: fc.constant('MDN'),
    extra: xmlExtras,
  }),
  destination: fc.constant({ address: '00000', type: 'SC' }),
  passthrough: fc.option(xmlTexts(5)),
});

export const delivers: fc.Arbitrary<SmsCallback> = fc
  .tuple(models, xmlStyles, xmlStyles)
  .map(([{ worded, ...content }, style, retryStyle]): SmsCallback => {
    const model = { ...content, text: worded.text };
    const { transactionId, text, source, destination, passthrough } = model;
    const elements = passthrough === null ? [] : [passthroughOf(passthrough)];
    const message = { ...model, extra: { attributes: [], elements } };
    return {
      envelope: received(deliver, message, style, { proof: 'basic:previous' }),
      retry: received(deliver, message, retryOf(style, retryStyle), { proof: 'basic:previous' }),
      detailType: 'MO Message',
      identity: { family: 'mo', id: expectedId(transactionId), part: 'deliver' },
      data: {
        messageId: transactionId,
        text,
        keyword: worded.keyword,
        source: { address: source.address, carrier: source.carrier, type: source.type },
        destination,
        receiptDate: null,
        receiptDateText: null,
        attemptNumber: null,
        longMessageInfo: null,
        ...extraOf([
          ['', { attributes: [['version', '1.0']], elements }],
          ['source/', source.extra],
        ]),
      },
      sameness: JSON.stringify(['deliver', transactionId]),
    };
  });

/** Nothing that an event has a field for (wire contract §2.2). */
function passthroughOf(value: string): WireElement {
  const param = { ...elementOf('param', '', { key: 'moMessageId', value }), literal: true } as const;
  return { ...elementOf('passthrough', [param]), literal: true };
}
