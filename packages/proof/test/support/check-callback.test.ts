import type { Callback } from '../../../../lambda/reader/callback';
import { unrecognized } from '../../../../lambda/reader/unrecognized/unrecognized-callback';
import { checkCallback } from '../../src/support/check-callback';
import { envelopeOf } from '../../src/support/envelope';

const envelope = envelopeOf({ body: 'not a callback' });
const sound = unrecognized(envelope, 'unknown-format', {
  bucket: 'bucket',
  requireRbmSignature: false,
  identityKey: 'a key',
});

const broken: readonly [string, Callback][] = [
  [
    'a reader failed',
    unrecognized(envelope, 'reader-failed', { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' }),
  ],
  ['the bytes are not kept', { ...sound, objects: [] }],
  [
    'other bytes are kept',
    { ...sound, objects: sound.objects.map((object) => ({ ...object, bytes: Buffer.from('x') })) },
  ],
  [
    'the objects have grown',
    { ...sound, objects: [...sound.objects, { key: 'k', bytes: Buffer.alloc(20_000), contentType: '' }] },
  ],
  ['the partition key is too long', { ...sound, identity: { ...sound.identity, id: 'x'.repeat(2_048) } }],
  ['the sort key is empty', { ...sound, identity: { ...sound.identity, part: '' } }],
  ['the event is too large', { ...sound, data: { ...sound.data, contentType: 'x'.repeat(300_000) } }],
  ['a field is missing', { ...sound, data: { reason: 'unknown-format', key: sound.data.key } }],
  ['a field is one that nobody knows', { ...sound, data: { ...sound.data, colour: 'red' } }],
];

it('passes a sound callback', () => {
  expect(() => checkCallback(sound, envelope)).not.toThrow();
});

it.each(broken)('sees that %s', (_fault, callback) => {
  expect(() => checkCallback(callback, envelope)).toThrow();
});
