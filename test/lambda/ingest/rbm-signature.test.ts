import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { isRbmSignature } from '../../../lambda/ingest/rbm-signature';
import { anyCharacter } from '../../../packages/proof/src/vibes/texts';

const body = Buffer.from('{"eventType":"SENT"}');
const signature = 'UdLSgc2U7jNdzyyTsPfKdjvJcsRJSU7OwjmMmplLLWXnKfByrg9wO5U5McmPXYUKnDGOL2bDJDbrr60GMVbI4Q==';

function sign(secret: string, bytes: Uint8Array): string {
  return createHmac('sha512', Buffer.from(secret, 'utf8')).update(bytes).digest('base64');
}

test('accepts base64(HMAC-SHA512(secret, body)) as another implementation makes it', () =>
  expect(isRbmSignature(signature, 'sécret', body)).toBe(true));

// https://developer-rbm.vibes.com/reference/webhooks, the example of a SENT event.
test("accepts the signed example of Vibes' own page", () => {
  const example =
    '{"phoneNumber":"+12223334444","messageId":"be0ed04a-ff3c-4a1a-8c64-9235fb4f9073","eventType":"SENT","eventId":"75078f52-5ed0-4d95-95d8-0cb5a7c7dede","sendTime":"2025-01-01T00:00:00.000000000Z","agentId":"example_agent"}';
  const published = 'xZJCklJ8V7zSGvi5+d5Da3eiXkxECumAvnHtKH/buGsLoxkRp0kZrr7jxP/qzDYUke7y8H3XuUFVAs07g7hrmw==';
  expect(isRbmSignature(published, 'super-secret-value', Buffer.from(example))).toBe(true);
});

test('accepts any body under any secret', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), fc.uint8Array(), (secret, bytes) => {
      expect(isRbmSignature(sign(secret, bytes), secret, bytes)).toBe(true);
    }),
  );
});

test('rejects a body changed by one bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, at) => {
      const changed = Uint8Array.from(bytes);
      changed[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1;
      expect(isRbmSignature(sign('s', bytes), 's', changed)).toBe(false);
    }),
  );
});

test('rejects the same JSON formatted anew', () =>
  expect(isRbmSignature(signature, 'sécret', Buffer.from('{"eventType": "SENT"}'))).toBe(false));

test('rejects another secret', () => expect(isRbmSignature(signature, 'secret', body)).toBe(false));

test.each([
  ['empty', ''],
  ['shorter', Buffer.from(signature, 'base64').subarray(1).toString('base64')],
  ['longer', Buffer.concat([Buffer.from(signature, 'base64'), Buffer.from([0])]).toString('base64')],
  ['hex', Buffer.from(signature, 'base64').toString('hex')],
  ['no base64', '???'],
])('a signature that is %s is wrong, not an error', (_what, given) =>
  expect(isRbmSignature(given, 'sécret', body)).toBe(false),
);
