import type { DeadMessage } from '../../../../local-cloud/src/aws/sqs/queues';
import type { DeliveryOutcome } from '../../../../local-cloud/src/delivery/delivery-outcome';
import type { ReceivedMessages } from '../../../../local-cloud/src/event-source/mappings';
import type { Answered, Exchange } from '../../../../local-cloud/src/gateway/gateway-server';
import type { FunctionLine } from '../../../src/start/function-line';
import { type PublishedCallback, readPublished } from '../../../src/start/published-callback';

export const at = new Date('2026-01-02T03:04:05.678Z');

/** A request to the gateway and what it was answered. */
export function exchangeOf(
  requestId: string,
  { status = 200, method = 'POST', body = '<moMessage/>', path = '/sms/mo' } = {},
): readonly [Answered, Exchange] {
  const rawHeaders = ['Content-Type', 'text/xml', 'Authorization', 'Basic c2VjcmV0'];
  return [
    { requestId, method, route: path, status, errorMetric: undefined },
    {
      request: {
        ...{ requestId, extendedRequestId: 'x', method, path, query: 'a=1', rawHeaders },
        ...{ body: Buffer.from(body), sourceIp: '192.0.2.1' },
      },
      answer: { status, headers: [['content-type', 'text/plain']], body: Buffer.alloc(0) },
      receivedAt: at,
      tookMs: 12.34,
    },
  ];
}

/** What is read of an event. */
export function eventOf(
  requestId: string,
  detailType = 'MO Message',
  eventId = 'event-1',
  receivedAt = at.toISOString(),
): PublishedCallback {
  const metadata = {
    id: 'callback-1',
    identity: 'mo#vibes-1#-',
    requestId,
    receivedAt,
    route: '/sms/mo',
    proof: 'source',
  };
  const detail = { metadata, data: { text: 'Hello' } };
  const published = readPublished(JSON.stringify({ id: eventId, 'detail-type': detailType, detail }));
  if (published === undefined) throw new Error('it is not an event of a callback');
  return published;
}

/** The event of an unrecognized callback. @param name of its objects in the bucket */
export function unrecognizedOf(requestId: string, name: string): PublishedCallback {
  const metadata = { id: name, requestId, receivedAt: at.toISOString(), route: '/platform' };
  const detail = { metadata, data: { reason: 'unknown-format', key: `${name}.bin` } };
  const event = { id: `event of ${requestId}`, 'detail-type': 'Unrecognized Callback', detail };
  const published = readPublished(JSON.stringify(event));
  if (published === undefined) throw new Error('it is not an event of a callback');
  return published;
}

export function envelopeOf(requestId: string): string {
  const head = { version: 1, requestId, receivedAt: at.toISOString(), method: 'POST', path: '/sms/mo', query: {} };
  const rest = { headers: { 'content-type': ['text/xml'] }, sourceIp: '192.0.2.1', proof: 'basic:current' };
  return JSON.stringify({ ...head, ...rest, body: Buffer.from('<moMessage/>').toString('base64') });
}

/** Messages of the dead-letter queue. */
export function lettersOf(...bodies: readonly string[]): readonly DeadMessage[] {
  return bodies.map((body, index) => ({ messageId: `message-${index}`, body }));
}

export function receivedOf(body: string, count = 1): ReceivedMessages {
  const Attributes = { ApproximateReceiveCount: String(count) };
  return { queueArn: 'arn:aws:sqs:us-east-1:0:Callbacks', messages: [{ Body: body, Attributes }] };
}

/** What ingest or the consumer logs of a callback. */
export function lineOf(requestId: string, more: Readonly<Record<string, unknown>>): FunctionLine {
  const entry = { requestId, ...more };
  return { line: JSON.stringify(entry), entry, isOfCallbacks: true };
}

export function stepOf(step: DeliveryOutcome['step'], detail = ''): DeliveryOutcome {
  return {
    ...{ ruleName: 'Orders', busArn: 'arn:bus', targetId: 'T', targetArn: 'arn:aws:lambda:us-east-1:0:function:Bot' },
    ...{ eventId: 'event-1', event: '{}', step, attempts: 1, detail, log: ['wrote this'] },
  };
}
