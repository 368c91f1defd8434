import { unrecognized } from '../../../../lambda/reader/unrecognized/unrecognized-callback';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { sha256Hex } from '../../../../lambda/shared/sha-256';
import { checkCallback } from '../../../../packages/proof/src/support/check-callback';
import { envelopeOf } from '../../../../packages/proof/src/support/envelope';

const policy = { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' };
const body = Uint8Array.from([0, 255, 60, 128]);
const envelope = envelopeOf({ path: '/sms/mo', headers: { 'content-type': 'text/xml' }, body });

const collisionIds = { id: 'f'.repeat(64), formerIds: ['e'.repeat(64)] };

describe('unrecognized', () => {
  it('says why, what came and where it is', () => {
    const callback = unrecognized(envelope, 'xml-malformed', policy);
    checkCallback(callback, envelope);
    expect(callback.data).toEqual({
      reason: 'xml-malformed',
      contentType: 'text/xml',
      size: 4,
      sha256: sha256Hex(body),
      bucket: 'bucket',
      key: expect.stringMatching(/^unrecognized\/xml-malformed\/2024-05-06\/[0-9a-f-]{36}\.bin$/),
      collidesWith: null,
    });
    expect(callback.attempt).toBeNull();
  });

  it('keeps the exact bytes, and beside them the request', () => {
    const [bytes, request] = unrecognized(envelope, 'xml-malformed', policy).objects;
    expect(Buffer.from(bytes?.bytes ?? [])).toEqual(Buffer.from(body));
    expect(request?.key).toBe(bytes?.key.replace(/bin$/, 'json'));
    const { body: _body, ...rest } = envelope;
    expect(JSON.parse(Buffer.from(request?.bytes ?? []).toString())).toEqual({ reason: 'xml-malformed', ...rest });
  });

  it('is the same for the same method, path and body, whatever the sender and the time', () => {
    const again = {
      ...envelope,
      requestId: 'other',
      receivedAt: '2024-05-07T00:00:00.000Z',
      sourceIp: '192.0.2.1',
      headers: {},
    };
    expect(unrecognized(again, 'xml-malformed', policy).identity).toEqual(
      unrecognized(envelope, 'xml-malformed', policy).identity,
    );
  });

  it.each([
    ['method', { ...envelope, method: 'PUT' }],
    ['path', { ...envelope, path: '/sms/receipt' }],
    ['body', { ...envelope, body: Uint8Array.from([0, 255, 60, 129]) }],
    ['place where the path ends', { ...envelope, path: '/sms/m', body: Buffer.concat([Buffer.from('o'), body]) }],
  ])('is another one for another %s', (_what, other) => {
    expect(unrecognized(other, 'xml-malformed', policy).identity).not.toEqual(
      unrecognized(envelope, 'xml-malformed', policy).identity,
    );
  });

  describe('its digest says of what else it could be read by', () => {
    const digestOf = (more: Partial<Envelope>) =>
      unrecognized({ ...envelope, ...more }, 'xml-malformed', policy).contentDigest;
    const withHeader = (name: string, value: string) => ({ headers: { ...envelope.headers, [name]: [value] } });

    it.each([
      ['a signature', { proof: 'signature' }],
      ['a certificate', { proof: 'certificate' }],
      ['a password', { proof: 'basic:current' }],
      ['another charset', withHeader('content-type', 'text/xml; charset=iso-8859-1')],
      ['an encoding', withHeader('content-encoding', 'gzip')],
      ['an RBM event class', withHeader('x-vibes-eventclass', 'UserMessage')],
      ['a signature that did not match', withHeader('x-vibes-signature', 'c2lnbmF0dXJl')],
      ['a header that would be published', withHeader('x-anything', '1')],
      ['another query', { query: { origin: ['website'] } }],
    ] as const)('%s', (_what, more) => expect(digestOf(more)).not.toBe(digestOf({})));

    it.each([
      ['who sent it, and when', { sourceIp: '192.0.2.1', receivedAt: '2026-05-06T07:08:09.123Z', requestId: 'other' }],
      ['the settings of then', { asked: { signature: true, certificate: true } }],
      ['the headers of the way', withHeader('x-forwarded-for', '192.0.2.1')],
    ] as const)('and nothing of %s', (_what, more) => expect(digestOf(more)).toBe(digestOf({})));

    it('nor which of two passwords it was', () =>
      expect(digestOf({ proof: 'basic:current' })).toBe(digestOf({ proof: 'basic:previous' })));

    it('but was its id before that counted, and in version 0.1.0', () => {
      const { identity, contentDigest } = unrecognized(envelope, 'xml-malformed', { ...policy, identityKey: null });
      expect(contentDigest).toBe(identity.id);
      const now = unrecognized(envelope, 'xml-malformed', policy);
      expect(now.formerDigests).toEqual([now.identity.id, contentDigest]);
    });
  });

  it('takes an id of the caller: that of a collision is not that of its bytes', () => {
    const callback = unrecognized(envelope, 'identity-collision', policy, collisionIds);
    expect(callback.identity.id).toBe('f'.repeat(64));
    expect(callback.contentDigest).toBe('f'.repeat(64));
    expect(callback.formerIdentities).toEqual([{ ...callback.identity, id: 'e'.repeat(64) }]);
    expect(callback.formerDigests).toEqual(['e'.repeat(64)]);
    checkCallback(callback, envelope);
  });

  it('says what a collision collided with, in its data and beside its bytes', () => {
    const earlier = { eventId: '0a6f1c3e-0000-8000-8000-00000000a001', requestId: null };
    const callback = unrecognized(envelope, 'identity-collision', policy, { ...collisionIds, with: earlier });
    checkCallback(callback, envelope);
    expect(callback.data.collidesWith).toEqual(earlier);
    expect(JSON.parse(Buffer.from(callback.objects[1]?.bytes ?? []).toString())).toMatchObject({
      reason: 'identity-collision',
      collidesWith: earlier,
    });
  });

  it('has no Content-Type where none was sent, and cuts one that is too long', () => {
    expect(unrecognized(envelopeOf({ body }), 'unknown-format', policy).data.contentType).toBeNull();
    const long = envelopeOf({ body, headers: { 'content-type': 'x'.repeat(5_000) } });
    expect(unrecognized(long, 'unknown-format', policy).data.contentType).toHaveLength(1_024);
    const pair = envelopeOf({ body, headers: { 'content-type': `${'x'.repeat(1_023)}😀` } });
    expect(unrecognized(pair, 'unknown-format', policy).data.contentType).toBe(`${'x'.repeat(1_023)}\ufffd`);
  });
});
