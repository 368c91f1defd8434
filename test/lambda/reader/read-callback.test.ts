import type { UnrecognizedReason } from '../../../lambda/reader/callback';
import { readCallback } from '../../../lambda/reader/read-callback';
import { checkCallback } from '../../../packages/proof/src/support/check-callback';
import { type EnvelopeParts, envelopeOf } from '../../../packages/proof/src/support/envelope';

const policy = { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' };
const document = (text: string) =>
  `<moMessage messageId="1" receiptDate="2024-05-06T07:08:09Z"><source address="+15555550100" carrier="" type="MDN"/><destination address="00000" type="SC"/><message>${text}</message></moMessage>`;

async function read(parts: EnvelopeParts) {
  const envelope = envelopeOf({ path: '/sms/mo', proof: 'basic:current', ...parts });
  const callback = await readCallback(envelope, policy);
  checkCallback(callback, envelope);
  return callback;
}

describe('readCallback', () => {
  it.each(['/sms/mo', '/sms/receipt', '/platform', '/rbm', '/nowhere'])(
    'knows a message by its content, by the route %s too',
    async (path) => {
      expect((await read({ path, body: document('HELLO') })).data).toMatchObject({ text: 'HELLO' });
    },
  );

  it.each<[UnrecognizedReason, EnvelopeParts]>([
    ['empty-body', { body: '' }],
    ['unknown-format', { body: 'hello' }],
    ['unknown-root', { body: '<hello/>' }],
    ['unknown-root', { body: '<__proto__/>' }],
    ['unknown-root', { body: '<MOMESSAGE/>' }],
    ['xml-malformed', { body: '<moMessage' }],
    ['xml-malformed', { body: 'moMessage', headers: { 'content-type': 'text/xml' } }],
    ['xml-doctype', { body: `<!DOCTYPE a>${document('x')}` }],
    ['xml-too-deep', { body: document('<a>'.repeat(5_000) + '</a>'.repeat(5_000)) }],
    ['xml-too-complex', { body: document('x').replace('<message>', `${'<a/>'.repeat(200_000)}<message>`) }],
    ['xml-missing-field', { body: '<moMessage/>' }],
    ['xml-missing-field', { body: '<mtMessageResponse/>' }],
    ['charset-unknown', { body: document('x'), headers: { 'content-type': 'text/xml; charset=x-none' } }],
    ['charset-invalid', { body: Buffer.from(document('é'), 'latin1') }],
    ['mo-unauthenticated', { body: document('x'), proof: 'source' }],
    ['mo-unauthenticated', { body: document('x'), proof: 'certificate' }],
    ['mo-unauthenticated', { body: '<deliver/>', proof: 'source' }],
    ['event-too-large', { body: document('x').replace('+15555550100', '5'.repeat(300_000)) }],
  ])('keeps as %s what is that', async (reason, parts) => {
    const callback = await read(parts);
    expect(callback.data.reason).toBe(reason);
    expect(callback.identity.family).toBe('unrecognized');
  });

  it('asks no password of a receipt', async () => {
    const body =
      '<mtMessageResponse messageId="1" receiptDate=""><type>Carrier</type><status isError="0"><description/></status></mtMessageResponse>';
    expect((await read({ proof: 'source', body })).identity.family).toBe('receipt');
  });

  it('puts into the bucket what is too large for an event', async () => {
    const text = 'x'.repeat(1_000_000);
    const callback = await read({ body: document(text) });
    expect(callback.data).toMatchObject({ text: null, textObject: { size: 1_000_000 } });
    expect(Buffer.from(callback.objects[0]?.bytes ?? []).toString()).toBe(text);
  });

  it.each([
    [
      'an entity bomb',
      `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}">]>${document('&b;'.repeat(1_000))}`,
    ],
    ['a quadratic entity', `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(100_000)}">]>${document('&a;'.repeat(10_000))}`],
    ['a megabyte of references', document('&#65;'.repeat(200_000))],
    ['an attribute of a megabyte', document('x').replace('MDN', 'M'.repeat(1_000_000))],
    ['an id of a megabyte', document('x').replace('"1"', `"${'1'.repeat(1_000_000)}"`)],
    [
      'unknown attributes by the thousand',
      document('x').replace(
        '<moMessage',
        `<moMessage ${Array.from({ length: 19_000 }, (_, i) => `a${i}=""`).join(' ')}`,
      ),
    ],
    ['unknown elements by the thousand', document('x').replace('<message>', `${'<a/>'.repeat(19_000)}<message>`)],
    ['a name of a megabyte', document('x').replace('<message>', `<${'a'.repeat(1_000_000)}/><message>`)],
    ['a cut comment', `<!--${'-'.repeat(1_000_000)}`],
    ['white space', ' '.repeat(1_000_000)],
    ['markup that never ends', '<'.repeat(1_000_000)],
    ['a million zero bytes', Buffer.alloc(1_000_000)],
    [
      '5,000 levels in a marker',
      document('x').replace(
        '</moMessage>',
        `<longMessageInfo>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</longMessageInfo></moMessage>`,
      ),
    ],
  ])('makes an event of %s', async (_what, body) => {
    await read({ body });
  });
});

describe('a caller without the certificate that is asked for', () => {
  const body = '{"event_id":"A1","callback_type":"person_added"}';
  const reasonWhere = async (requireCertificate: boolean, proof: 'source' | 'certificate') =>
    (await readCallback(envelopeOf({ path: '/platform', proof, body }), { ...policy, requireCertificate })).data.reason;

  it('is kept, not published', async () => {
    expect(await reasonWhere(true, 'source')).toBe('certificate-unverified');
  });

  it('passes where none is asked for, as one with it does', async () => {
    expect([await reasonWhere(false, 'source'), await reasonWhere(true, 'certificate')]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('what was asked of a callback when it was answered', () => {
  const strict = { ...policy, requireRbmSignature: true, requireCertificate: true };
  const nothing = { signature: false, certificate: false };
  const everything = { signature: true, certificate: true };
  const rbm = { path: '/rbm', headers: { 'x-vibes-eventclass': 'UserMessage' }, body: '{"messageId":"m1"}' };
  const platform = { path: '/platform', body: '{"event_id":"E1"}' };
  const reasonOf = async (parts: EnvelopeParts, today: typeof policy) =>
    (await readCallback(envelopeOf(parts), today)).data.reason;

  it.each([
    ['an RBM event', rbm, 'rbm-unverified'],
    ['a Platform event', platform, 'certificate-unverified'],
  ] as const)('counts for %s, whatever is asked today', async (_what, parts, reason) => {
    const signature = reason === 'rbm-unverified';
    const asked = { ...everything, certificate: !signature };
    expect(await reasonOf({ ...parts, asked }, policy)).toBe(reason);
    expect(await reasonOf({ ...parts, asked: nothing }, strict)).toBeUndefined();
  });

  it.each([
    ['an RBM event', rbm, { ...policy, requireRbmSignature: true }, 'rbm-unverified'],
    ['a Platform event', platform, { ...policy, requireCertificate: true }, 'certificate-unverified'],
  ] as const)(
    'is not known of %s that version 0.1.0 took: what is asked today counts',
    async (_what, parts, today, reason) => {
      expect(await reasonOf(parts, today)).toBe(reason);
      expect(await reasonOf(parts, policy)).toBeUndefined();
    },
  );
});
