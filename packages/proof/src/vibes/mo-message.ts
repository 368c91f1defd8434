import fc from 'fast-check';
import {
  type CallbackBuilder,
  type ExpectedEvent,
  formOf,
  type GeneratedCallback,
  type Registration,
} from './callback';
import { type DateText, dateOf, dateTexts, moDate } from './date-text';
import { expectedDigest, expectedId } from './expected-identity';
import { digits, moment, phoneNumber, shortCode, text } from './random';
import { ids, wordedTexts, xmlTexts } from './texts';
import {
  elementOf,
  extraOf,
  nodeOf,
  plainXml,
  retryOf,
  smsDocument,
  type WireElement,
  type XmlExtra,
  type XmlStyle,
  xmlExtras,
  xmlStyles,
} from './xml';

interface SmsParty {
  readonly address: string;
  /** Digits, may be empty; of a source alone. */
  readonly carrier?: string | null;
  readonly type: string | null;
  readonly extra?: XmlExtra;
}

/** What both documents say. */
interface Mo {
  /** Of a `deliver`, that of its transaction. */
  readonly messageId: string;
  readonly source: SmsParty;
  readonly destination: SmsParty;
  readonly text: string;
  readonly extra?: XmlExtra;
}

interface MoMessage extends Mo {
  readonly date: DateText | null;
  readonly attemptNumber: number | null;
  /** What is in it is not published. */
  readonly longMessageInfo?: WireElement | null;
}

/** Where both MO documents go (wire contract §1), and what they become. */
const mo: Registration & ExpectedEvent = {
  channel: 'sms',
  route: '/sms/mo',
  authentication: 'basic',
  detailType: 'MO Message',
  keyOf: ({ messageId }) => `mo ${messageId}`,
};

/** `moMessage` (wire contract §2.1). */
export const moMessage = formOf<MoMessage, XmlStyle>({
  ...mo,
  write: ({ messageId, date, attemptNumber, text, longMessageInfo = null, extra, ...parties }, style) => {
    const content = [...partiesOf(parties), elementOf('message', text), longMessageInfo];
    const attempt = attemptNumber === null ? null : String(attemptNumber);
    const attributes = { messageId, receiptDate: date?.text ?? null, attemptNumber: attempt };
    return smsDocument(elementOf('moMessage', content, attributes, extra), style);
  },
});

/** `deliver` v1, the older MO (wire contract §2.2): the text is an attribute, the transaction is the identifier. */
export const deliver = formOf<Mo, XmlStyle>({
  ...mo,
  write: ({ messageId, text, extra, ...parties }, style) => {
    const transaction = elementOf('transaction', '', { id: messageId });
    const content = [transaction, ...partiesOf(parties), elementOf('message', '', { text })];
    return smsDocument(elementOf('deliver', content, { version: '1.0' }, extra), style);
  },
});

/** As both documents have them (wire contract §2.1). */
function partiesOf(parties: Pick<Mo, 'source' | 'destination'>): WireElement[] {
  return (['source', 'destination'] as const).map((name) => {
    const { address, carrier = null, type, extra } = parties[name];
    return elementOf(name, [], { address, carrier, type }, extra);
  });
}

/** The attempt number is in the body, so a retry has other bytes. */
export const buildMo: CallbackBuilder = (random) => {
  const messageId = random.uuid();
  const carrier = random.chance(0.1) ? '' : digits(random, 3);
  const message = {
    messageId,
    date: dateOf(moment(random), moDate),
    source: { address: phoneNumber(random), carrier, type: 'MDN' },
    destination: { address: shortCode, type: 'SC' },
    text: text(random),
  };
  const at = (attemptNumber: number) => [{ ...message, attemptNumber }, plainXml] as const;
  return [moMessage.callback(moMessage.keyOf(message), at)];
};

export const buildDeliver: CallbackBuilder = (random) => {
  const message = {
    messageId: digits(random, 12),
    source: { address: phoneNumber(random).slice(1), carrier: digits(random, 3), type: 'MDN' },
    destination: { address: shortCode, type: 'SC' },
    text: text(random),
  };
  return [deliver.callback(moMessage.keyOf(message), () => [message, plainXml])];
};

const infos = fc.tuple(xmlTexts(3), fc.constantFrom('1', '2')).map(([ref, number]): WireElement => {
  const part = literal(elementOf('part', ref, { number }));
  return literal(elementOf('longMessageInfo', [part], { total: '2', ref }));
});

/** Nothing that an event has a field for (wire contract §2.2). */
const passthroughs = xmlTexts(5).map((value): WireElement => {
  const param = literal(elementOf('param', '', { key: 'moMessageId', value }));
  return literal(elementOf('passthrough', [param]));
});

function literal(element: WireElement): WireElement {
  return { ...element, literal: true };
}

const messages = fc.record({
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
  longMessageInfo: fc.option(infos, { freq: 3 }),
  extra: xmlExtras,
});

export const moMessages: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(messages, xmlStyles, xmlStyles)
  .map(([{ worded, ...content }, style, retryStyle]) => {
    const message = { ...content, text: worded.text };
    const { messageId, attemptNumber, longMessageInfo: info } = message;
    const retry = { ...message, attemptNumber: (attemptNumber ?? 1) + 1 };
    return {
      sent: moMessage.sent(message, style),
      retry: moMessage.sent(retry, retryOf(style, retryStyle)),
      detailType: moMessage.detailType,
      identity: { family: 'mo', id: expectedId(messageId), part: info ? expectedDigest(nodeOf(info)) : '-' },
      data: dataOf(message, worded.keyword),
      sameness: JSON.stringify(['moMessage', messageId, info]),
    };
  });

const deliverMessages = fc.record({
  messageId: ids,
  worded: wordedTexts(xmlTexts(60)),
  source: fc.record({
    address: fc.constantFrom('+15555550100', '15555550101'),
    carrier: fc.constantFrom('', '105'),
    type: fc.constant('MDN'),
    extra: xmlExtras,
  }),
  destination: fc.constant({ address: '00000', type: 'SC' }),
  passthrough: fc.option(passthroughs),
});

export const delivers: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(deliverMessages, xmlStyles, xmlStyles)
  .map(([{ worded, passthrough, ...content }, style, retryStyle]) => {
    const elements = passthrough === null ? [] : [passthrough];
    const message = { ...content, text: worded.text, extra: { attributes: [], elements } };
    const published = { ...message, extra: { attributes: [['version', '1.0'] as const], elements } };
    const { messageId } = message;
    return {
      sent: deliver.sent(message, style, { proof: 'basic:previous' }),
      retry: deliver.sent(message, retryOf(style, retryStyle), { proof: 'basic:previous' }),
      detailType: moMessage.detailType,
      identity: { family: 'mo', id: expectedId(messageId), part: 'deliver' },
      data: dataOf({ ...published, date: null, attemptNumber: null }, worded.keyword),
      sameness: JSON.stringify(['deliver', messageId]),
    };
  });

function dataOf(message: MoMessage, keyword: string | null): GeneratedCallback['data'] {
  const { messageId, text, source, destination, date, attemptNumber, longMessageInfo, extra } = message;
  const { extra: sourceExtra, ...party } = source;
  return {
    messageId,
    text,
    keyword,
    source: party,
    destination,
    receiptDate: date?.iso ?? null,
    receiptDateText: date?.text ?? null,
    attemptNumber,
    longMessageInfo: longMessageInfo ? { element: nodeOf(longMessageInfo) } : null,
    ...extraOf({ '': extra, 'source/': sourceExtra }),
  };
}
