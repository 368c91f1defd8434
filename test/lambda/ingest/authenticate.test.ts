import { createHmac } from 'node:crypto';
import { authenticate } from '../../../lambda/ingest/authenticate';
import { certificates } from './certificates';
import { basic, given, holding, moCredentials, request, unasked } from './given';

const body = Buffer.from([0x7b, 0xff, 0x7d]);
const sign = (secret: string, bytes: Uint8Array = body) => [
  createHmac('sha512', secret).update(bytes).digest('base64'),
];

describe('POST /sms/mo', () => {
  const mo = (headers: Record<string, string[]>) => request({ resource: '/sms/mo', headers, body: '<moMessage/>' });
  const old = { username: 'vibes', password: 'old' };
  const { deps } = given({ moSecret: holding(moCredentials, old) });

  test.each([
    ['the current password', basic('vibes', 'pa:ss wörd'), 'basic:current'],
    ['the previous password', basic('vibes', 'old'), 'basic:previous'],
    ['the user name of the settings', basic('vibes-eu', 'pa:ss wörd'), 'basic:current'],
    ['the user name of the settings with the previous password', basic('vibes-eu', 'old'), 'basic:previous'],
    ['the user name of the settings with a wrong password', basic('vibes-eu', 'x'), 'wrong-password'],
    ['a wrong password', basic('vibes', 'pa:ss'), 'wrong-password'],
    ['a wrong user name', basic('Vibes', 'pa:ss wörd'), 'wrong-user-name'],
    ['the user of one version with the password of none', basic('vibes', ''), 'wrong-password'],
    ['no header', {}, 'no-basic-credentials'],
    ['a header without a value', { Authorization: [] }, 'no-basic-credentials'],
    ['a malformed header', { Authorization: ['Basic'] }, 'no-basic-credentials'],
    ['a bearer token', { Authorization: ['Bearer abc'] }, 'no-basic-credentials'],
  ])('with %s', async (_what, headers, claimed) => expect(await authenticate(mo(headers), deps)).toBe(claimed));

  test.each([
    ['the current password', basic('vibes', 'pa:ss wörd'), ['current-id']],
    ['the previous password', basic('vibes', 'old'), ['previous-id']],
    ['a wrong password', basic('vibes', 'x'), []],
    ['the header of a smoke test', { ...basic('vibes', 'old'), 'X-Vibes-Callbacks-Smoke-Test': ['1'] }, []],
  ])('with %s counts the version that matched', async (_what, headers, counted) => {
    const { deps: counting, done } = given({ moSecret: holding(moCredentials, old) });
    await authenticate(mo(headers), counting);
    expect(done.secretVersions).toEqual(counted);
  });

  test('is not refused when the secret cannot be read', async () => {
    expect(await authenticate(mo(basic('vibes', 'x')), given({ moSecret: holding() }).deps)).toBe('secret-unreadable');
  });

  test('asks for no secret when there are no credentials to compare', async () => {
    expect(await authenticate(mo({}), given({ moSecret: unasked }).deps)).toBe('no-basic-credentials');
  });

  test('asks for the password under a base path too', async () => {
    const event = { ...mo({}), path: '/vibes/sms/mo' };
    expect(await authenticate(event, deps)).toBe('no-basic-credentials');
  });
});

test.each(['PUT', 'PATCH'])('%s /sms/mo asks for the password as POST does', async (method) => {
  const { deps } = given({ moSecret: holding({ username: 'vibes', password: 'secret' }) });
  const attempt = (headers: Record<string, string[]>) => request({ method, resource: '/sms/mo', headers });
  expect(await authenticate(attempt(basic('vibes', 'secret')), deps)).toBe('basic:current');
  expect(await authenticate(attempt({}), deps)).toBe('no-basic-credentials');
});

test.each([
  ['DELETE', '/sms/mo'],
  ['POST', '/sms/receipt'],
  ['POST', '/mms/mo'],
  ['POST', '/platform'],
  ['POST', '/rbm'],
  ['POST', '/{proxy+}'],
])('%s %s asks for nothing, and reads no secret', async (method, resource) => {
  const { deps } = given({ moSecret: unasked });
  expect(await authenticate(request({ method, resource, headers: basic('a', 'b') }), deps)).toBe('source');
});

describe('/rbm with a secret', () => {
  const { deps } = given({ rbmSecret: holding('current', 'previous'), moSecret: unasked });
  const rbm = (headers: Record<string, string[]>, bytes = body) => request({ resource: '/rbm', headers, body: bytes });

  test.each([
    ['a signature by the current one', { 'X-Vibes-Signature': sign('current') }, 'signature'],
    ['a signature by the previous one', { 'x-vibes-signature': sign('previous') }, 'signature'],
    ['a signature by another one', { 'X-Vibes-Signature': sign('other') }, 'source'],
    ['no signature', {}, 'source'],
  ])('and %s', async (_what, headers, claimed) => expect(await authenticate(rbm(headers), deps)).toBe(claimed));

  test('and a body that is not the one signed', async () => {
    const headers = { 'X-Vibes-Signature': sign('current') };
    expect(await authenticate(rbm(headers, Buffer.from('{ }')), deps)).toBe('source');
  });

  test('that cannot be read', async () => {
    const unreadable = given({ rbmSecret: holding() }).deps;
    expect(await authenticate(rbm({ 'X-Vibes-Signature': sign('current') }), unreadable)).toBe('secret-unreadable');
  });

  test('is asked for nothing when there is no signature', async () => {
    expect(await authenticate(rbm({}), given({ rbmSecret: unasked }).deps)).toBe('source');
  });

  test('plays no part on another route', async () => {
    const { deps: strict } = given({ rbmSecret: unasked });
    const event = request({ headers: { 'X-Vibes-Signature': sign('current') }, body });
    expect(await authenticate(event, strict)).toBe('source');
  });
});

describe('a client certificate', () => {
  const { deps } = given({ certificateCn: 'callbacks.example.com' });
  const from = (clientCertPem?: string) => request(clientCertPem === undefined ? {} : { clientCertPem });

  test.each([
    ['with the expected name', certificates.expected, 'certificate'],
    ['with the expected name elsewhere', certificates.disguised, 'source'],
    ['that is missing', undefined, 'source'],
  ])('%s', async (_what, pem, claimed) => expect(await authenticate(from(pem), deps)).toBe(claimed));

  test('proves nothing where none is expected', async () => {
    expect(await authenticate(from(certificates.expected), given().deps)).toBe('source');
  });

  test.each([
    ['still counts on /rbm without a signature', {}, 'certificate'],
    ['still counts on /rbm with a wrong one', { 'X-Vibes-Signature': sign('other') }, 'certificate'],
    ['is less than the right one', { 'X-Vibes-Signature': sign('current') }, 'signature'],
  ])('%s', async (_what, headers, claimed) => {
    const { deps } = given({ certificateCn: 'callbacks.example.com', rbmSecret: holding('current') });
    const event = request({ resource: '/rbm', headers, body, clientCertPem: certificates.expected });
    expect(await authenticate(event, deps)).toBe(claimed);
  });

  test('does not stand in for the password of an MO', async () => {
    const event = request({ resource: '/sms/mo', clientCertPem: certificates.expected });
    expect(await authenticate(event, deps)).toBe('no-basic-credentials');
  });
});
