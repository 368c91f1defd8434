import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { readMessage } from '../../lambda/consumer/message';
import { readCallback } from '../../lambda/reader/read-callback';
import { sampleRequest } from '../../packages/cli/src/commands/send/sample-request';
import { certificates } from '../lambda/ingest/certificates';
import { answerOf, basic, type Call, given, holding, moCredentials, request } from '../lambda/ingest/given';

// From the request to the callback, through both functions: what a caller can make of it who may call but has no password.

const cn = 'callbacks.example.com';
const mo = sampleRequest('mo-message-keyword.xml').body;
const policy = { bucket: 'bucket', requireRbmSignature: true, identityKey: 'a key' };
const rightPassword = basic(moCredentials.username, moCredentials.password);
const signedBy = (secret: string, body: Uint8Array) => ({
  'X-Vibes-Signature': [createHmac('sha512', secret).update(body).digest('base64')],
});

/** The families of what a request leaves in the queue: none or one. */
async function familiesOf(call: Call): Promise<string[]> {
  const { deps, done } = given({ certificateCn: cn, rbmSecret: holding('rbm') });
  await answerOf(deps, request(call));
  const messages = done.sent.map(readMessage);
  return Promise.all(
    messages.map(async (message) => {
      if (message.kind !== 'envelope') return message.kind;
      return (await readCallback(message.envelope, policy)).identity.family;
    }),
  );
}

const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'GET', 'HEAD', 'post'];
const paths = ['/sms/mo', '/sms/mo/', '//sms/mo', '/SMS/MO', '/sms/%6do', '/sms/mo/x', '/sms/receipt', '/rbm', '/'];
const resources = ['/', '/{proxy+}', '/sms', '/sms/{proxy+}', '/sms/mo', '/sms/mo/{proxy+}', '/sms/receipt', '/rbm'];
const headerSets: readonly Record<string, string[]>[] = [
  {},
  basic(moCredentials.username, ''),
  basic('', moCredentials.password),
  { ...basic('vibes', 'wrong'), authorization: rightPassword.Authorization ?? [] },
  { 'Proxy-Authorization': rightPassword.Authorization ?? [] },
  { 'X-Forwarded-For': ['35.155.139.143'], 'x-local-source-ip': ['35.155.139.143'] },
  { 'X-HTTP-Method-Override': ['POST'], 'Content-Type': ['text/xml', 'application/json'] },
  signedBy('rbm', mo),
];

test('no request without the password becomes an MO, whatever its method, route, path, headers and certificate', () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        method: fc.constantFrom(...methods),
        resource: fc.constantFrom(...resources),
        path: fc.constantFrom(...paths),
        headers: fc.constantFrom(...headerSets),
        clientCertPem: fc.constantFrom(...Object.values(certificates)),
      }),
      async (call) => expect(await familiesOf({ ...call, body: mo })).not.toContain('mo'),
    ),
    { numRuns: 1_000 },
  ));

test('the password makes an MO of a POST to /sms/mo', async () => {
  expect(await familiesOf({ resource: '/sms/mo', headers: rightPassword, body: mo })).toEqual(['mo']);
});

test('the password counts on no other route and by no other method', async () => {
  for (const [method, resource] of [
    ['DELETE', '/sms/mo'],
    ['POST', '/sms/receipt'],
    ['POST', '/sms/mo/{proxy+}'],
  ] as const) {
    const call = { method, resource, path: '/sms/mo/x', headers: rightPassword, body: mo };
    expect(await familiesOf(call)).toEqual(['unrecognized']);
  }
});

test.each([
  ['a notification of S3', '{"Records":[{"eventSource":"aws:s3","s3":{"object":{"key":"overflow/x"}}}]}'],
  ["S3's test event", '{"Event":"s3:TestEvent"}'],
  ['an envelope with a proof', '{"version":1,"proof":"basic:current","path":"/sms/mo","body":""}'],
])('%s as a body is the body of a callback, and nothing else', async (_, body) => {
  expect(await familiesOf({ body })).toEqual(['unrecognized']);
});

test.each([
  ['closes its event', '{"event_id":"1"}},"metadata":{"id":"forged"}'],
  ['goes on after its end', '{"event_id":"1"}\0'],
  ['hides in comments', '{"event_id":"1"/*,*/}'],
])('JSON that %s is not spliced into an event', async (_, body) => {
  expect(await familiesOf({ body })).toEqual(['unrecognized']);
});
