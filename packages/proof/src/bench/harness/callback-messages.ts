import { randomUUID } from 'node:crypto';
import { type Envelope, encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { moMessage as form } from '../../vibes/mo-message';
import { plainXml } from '../../vibes/xml';

/** A message of the callback queue, as ingest sends it. */
export function callbackMessage(path: string, contentType: string, body: Uint8Array): string {
  const envelope: Envelope = {
    version: 1,
    requestId: randomUUID(),
    receivedAt: '2026-05-06T07:08:09.123Z',
    method: 'POST',
    path,
    query: {},
    headers: { 'content-type': [contentType], 'user-agent': ['Java/17'] },
    sourceIp: '35.155.139.143',
    proof: path === '/sms/mo' ? 'basic:current' : 'source',
    body,
  };
  return encodeEnvelope(envelope);
}

/** An MO message that no other one is a copy of; of this length, about, if its text is to be longer. */
export function moMessage(bytes = 0): string {
  const message = {
    messageId: randomUUID(),
    date: { text: '2026-05-06 07:08:09-0500', iso: null },
    attemptNumber: 1,
    source: { address: '+15555550100', carrier: '104', type: 'MDN' },
    destination: { address: '00000', type: 'SC' },
    text: 'HELLO '.repeat(Math.max(1, bytes / 6)),
  };
  return callbackMessage(form.route, 'text/xml', form.write(message, plainXml).body);
}

/** The event of a batch, as Lambda hands it over. */
export function sqsEvent(bodies: readonly string[]): object {
  return {
    Records: bodies.map((body) => ({
      messageId: randomUUID(),
      receiptHandle: randomUUID(),
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1778051289123',
        SenderId: 'AROAEXAMPLE',
        ApproximateFirstReceiveTimestamp: '1778051289130',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:callbacks',
      awsRegion: 'us-east-1',
    })),
  };
}
