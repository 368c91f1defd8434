import fc from 'fast-check';
import { readMessage } from '../../../lambda/consumer/message';
import { EnvelopeError } from '../../../lambda/shared/envelope';
import { envelopeOf, message, notification } from './world';

it('reads an envelope', () => {
  expect(readMessage(message({ id: 'a' }))).toEqual({ kind: 'envelope', envelope: envelopeOf({ id: 'a' }) });
});

it('reads the objects of a notification, their keys form-decoded', () => {
  const body = notification(
    { key: 'overflow/2026-05-06/a+b%C3%A9.json', size: 7 },
    { key: 'overflow/c.json', size: 8 },
  );
  expect(readMessage(body)).toEqual({
    kind: 'overflow',
    objects: [
      { key: 'overflow/2026-05-06/a bé.json', size: 7 },
      { key: 'overflow/c.json', size: 8 },
    ],
  });
});

it('takes an object of unknown size for a large one', () => {
  expect(readMessage(notification({ key: 'overflow/c.json' }))).toMatchObject({
    objects: [{ size: Number.POSITIVE_INFINITY }],
  });
});

it('reads the event that S3 sends when a notification is set up', () => {
  const body = '{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-05-06T07:08:09.000Z","Bucket":"b"}';
  expect(readMessage(body)).toEqual({ kind: 'test-event' });
});

it.each([
  [
    'an object of another prefix',
    notification({ key: 'attachments/x' }, { key: 'overflow/c.json' }),
    'envelope-version',
  ],
  ['a key that is not form-encoded', notification({ key: 'overflow/%ZZ' }), 'envelope-version'],
  ['no record', '{"Records":[]}', 'envelope-version'],
  ['a record of another service', '{"Records":[{"eventSource":"aws:sqs"}]}', 'envelope-version'],
  ['an envelope of a version never written', '{"version":99}', 'envelope-version'],
  ['a list', '[]', 'envelope-shape'],
  ['no JSON', 'HELLO', 'envelope-not-json'],
  ['nothing', '', 'envelope-not-json'],
])('rejects %s with a code', (_what, body, code) => {
  expect(() => readMessage(body)).toThrow(new EnvelopeError(code as EnvelopeError['code']));
});

it('either reads or throws an EnvelopeError, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      try {
        readMessage(body);
      } catch (error) {
        expect(error).toBeInstanceOf(EnvelopeError);
      }
    }),
  );
});
