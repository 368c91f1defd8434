import { type SampleRequest, sampleRequest } from '../../../src/commands/send/sample-request';
import type { Marks } from './marks';

/** Fields that distinguish callbacks with one id, or name the kind of document: without them, a callback is broken. */
const structural =
  /^(messageId|originalMessageId|receiptDate|attemptNumber|isError|isMultipart|noOfParts|partNumber|errorCode|internalErrorCode|id|displayOnly|TransactionID|LinkedID|MessageID|Date|MMStatus|MM7Version|type|event_id|callback_type|event_type|event_date|eventId|agentId|eventType)$/;
/** Attributes of XML itself. */
const syntax = /^(version|encoding|xmlns(:\w+)?|env:mustUnderstand|soapenv:mustUnderstand|key)$/;

export interface Marking {
  readonly marks: Marks;
  /** `fields` all but what is structural; `everything` that, too, so that it is unrecognized or has texts for its ids and codes. */
  readonly extent: 'fields' | 'everything';
  /** Distinguishes it from other callbacks made from the sample. */
  readonly id: string;
}

/** One of our samples, with a mark in each field. */
export function markSample(name: string, marking: Marking): SampleRequest {
  const request = sampleRequest(name);
  const text = request.body.toString('latin1');
  const body = name.endsWith('.json') ? markJson(name, text, marking) : markMarkup(name, text, marking);
  return { ...request, body: Buffer.from(body, 'latin1') };
}

function markJson(name: string, text: string, marking: Marking): string {
  const walk = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') return mark(`${name} ${key}`, key, value, marking);
    if (Array.isArray(value)) return value.map((one) => walk(key, one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, walk(member, inner)]));
  };
  return JSON.stringify(walk('', JSON.parse(text)));
}

/** XML, and the parts of a MIME message with XML in it. */
function markMarkup(name: string, text: string, marking: Marking): string {
  const marked = (key: string, value: string) => mark(`${name} ${key}`, key, value, marking).replaceAll('"', '&quot;');
  return text
    .replace(/( )([\w:]+)="([^"]*)"/g, (all, space: string, key: string, value: string) =>
      syntax.test(key) || key === 'boundary' || key === 'charset' ? all : `${space}${key}="${marked(key, value)}"`,
    )
    .replace(/<(?:\w+:)?(\w+)([^<>]*)>([^<>]*\w[^<>]*)<\//g, (_, key: string, attributes: string, value: string) => {
      const prefix = _.slice(1, _.indexOf(key));
      return `<${prefix}${key}${attributes}>${marked(key, value)}</`;
    })
    .replace(/Look at this|Zo=EB Example/, () => marked('text part', 'text'))
    .replace(/(Content-Location: )(.*)/, (_, header: string) => `${header}${marking.marks.word('content', name)}`);
}

function mark(field: string, key: string, value: string, { marks, extent, id }: Marking): string {
  if (extent === 'fields' && structural.test(key)) return isIdentifier(key) ? `${id}-${value}` : value;
  // A number in place of an id is an id: Vibes' ids are digits too.
  const isNumber = /^\+?\d{7,}$/.test(value) && !structural.test(key);
  return isNumber ? marks.phone(field) : marks.text(field);
}

function isIdentifier(key: string): boolean {
  return /^(messageId|id|TransactionID|MessageID|event_id|eventId)$/.test(key);
}
