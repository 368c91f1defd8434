import { envelopeOf } from '../../../proof/src/support/envelope';
import { requestContent } from '../../src/frame/content';

const envelope = envelopeOf({
  body: '<moMessage/>',
  path: '/sms/mo',
  proof: 'basic:current',
  query: { origin: ['website'] },
  headers: { 'content-type': 'text/xml' },
});

it('a request is shown whole: how it came, what proved it, what was sent', () => {
  expect(requestContent(envelope)).toEqual({
    method: 'POST',
    path: '/sms/mo',
    query: '{"origin":["website"]}',
    headers: '{"content-type":["text/xml"]}',
    sourceIp: envelope.sourceIp,
    proof: 'basic:current',
    body: '<moMessage/>',
  });
});

it('bytes that are no text are shown in base64, and none is lost', () => {
  expect(requestContent({ ...envelope, body: Buffer.from([0xff, 0x00]) }).body).toBe('base64:/wA=');
});
