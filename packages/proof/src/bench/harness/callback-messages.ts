import { randomUUID } from 'node:crypto';
import { encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { envelopeOf } from '../../support/envelope';
import { proofs } from '../../vibes/callback';
import { moMessage as form } from '../../vibes/mo-message';
import { plainXml } from '../../vibes/xml';

/** A message of the callback queue, as ingest sends it. */
export function callbackMessage(path: string, contentType: string, body: Uint8Array): string {
  const proof = path === '/sms/mo' ? proofs.basic : proofs.source;
  const headers = { 'content-type': contentType, 'user-agent': 'Java/17' };
  return encodeEnvelope(envelopeOf({ requestId: randomUUID(), path, headers, proof, body }));
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
