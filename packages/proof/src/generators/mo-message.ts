import fc from 'fast-check';
import { deliver, moMessage } from '../vibes/mo-message';
import { elementOf, type WireElement } from '../vibes/xml';
import { expectedDigest, expectedId } from './expected-identity';
import { received, type SmsCallback } from './generated-callback';
import { extraOf, nodeOf, retryOf, xmlExtras, xmlStyles } from './styles';
import { dateTexts, ids, wordedTexts, xmlTexts } from './texts';

const models = fc.record({
  messageId: ids,
  worded: wordedTexts(xmlTexts(60)),
  source: fc.record({
    address: fc.constantFrom('+15555550100', '15555550101', 'é'),
    carrier: fc.constantFrom('', '104', null),
    type: fc.constantFrom('MDN', '', 'x', null),
    extra: xmlExtras,
  }),
  destination: fc.record({
    address: fc.constantFrom('00000', '+18005550100'),
    type: fc.constantFrom('SC', 'TF', null),
  }),
  date: fc.option(dateTexts, { freq: 9 }),
  attemptNumber: fc.option(fc.integer({ min: 1, max: 6 })),
  info: fc.option(fc.tuple(xmlTexts(3), fc.constantFrom('1', '2')), { freq: 3 }),
  extra: xmlExtras,
});

export const moMessages: fc.Arbitrary<SmsCallback> = fc
  .tuple(models, xmlStyles, xmlStyles)
  .map(([{ date, info, worded, ...content }, style, retryStyle]): SmsCallback => {
    const model = { ...content, text: worded.text };
    const { messageId, attemptNumber, text, source, destination } = model;
    const longMessageInfo = info && infoOf(info);
    const message = { ...model, longMessageInfo, receiptDate: date?.text ?? null };
    const retry = { ...message, attemptNumber: (attemptNumber ?? 1) + 1 };
    return {
      envelope: received(moMessage, message, style),
      retry: received(moMessage, retry, retryOf(style, retryStyle)),
      detailType: 'MO Message',
      identity: {
        family: 'mo',
        id: expectedId(messageId),
        part: longMessageInfo ? expectedDigest(nodeOf(longMessageInfo)) : '-',
      },
      data: {
        messageId,
        text,
        keyword: worded.keyword,
        source: { address: source.address, carrier: source.carrier, type: source.type },
        destination,
        receiptDate: date?.iso ?? null,
        receiptDateText: date?.text ?? null,
        attemptNumber,
        longMessageInfo: longMessageInfo && { element: nodeOf(longMessageInfo) },
        ...extraOf([
          ['', model.extra],
          ['source/', source.extra],
        ]),
      },
      sameness: JSON.stringify(['moMessage', messageId, info]),
    };
  });

function infoOf([ref, number]: readonly [string, string]): WireElement {
  const part = { ...elementOf('part', ref, { number }), literal: true } as const;
  return { ...elementOf('longMessageInfo', [part], { total: '2', ref }), literal: true };
}

const deliverModels = fc.record({
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
  .tuple(deliverModels, xmlStyles, xmlStyles)
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
