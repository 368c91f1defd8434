import fc from 'fast-check';
import { bodyOf, headerOf, pathOf } from '../../../lambda/ingest/gateway-event';
import { toEnvelope } from '../../../lambda/ingest/to-envelope';
import { anyCharacter } from '../../../packages/proof/src/vibes/texts';
import { request } from './given';

const at = '2026-01-02T03:04:05.678Z';
const asked = { signature: true, certificate: false };

test('an envelope holds what came in', () => {
  const event = request({
    method: 'PUT',
    resource: '/platform',
    headers: { 'Content-Type': ['application/json'], 'X-Twice': ['1', '2'] },
    query: { tenant: ['a', 'b'] },
    body: '{}',
  });
  expect(toEnvelope(event, 'source', asked, at)).toEqual({
    version: 1,
    requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    receivedAt: at,
    method: 'PUT',
    path: '/platform',
    query: { tenant: ['a', 'b'] },
    headers: { 'content-type': ['application/json'], 'x-twice': ['1', '2'] },
    sourceIp: '35.155.139.143',
    asked,
    proof: 'source',
    body: Buffer.from('{}'),
  });
});

test('the bytes of a body in base64 are the bytes that were sent', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => expect([...bodyOf(request({ body: bytes }))]).toEqual([...bytes])));
});

test('the bytes of a body in text are its UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      expect([...bodyOf(request({ body: text }))]).toEqual([...Buffer.from(text, 'utf8')]);
    }),
  );
});

test('no body is no bytes', () => expect(bodyOf(request({ body: null }))).toHaveLength(0));

test.each([
  'Authorization',
  'authorization',
  'Proxy-Authorization',
  'Cookie',
  'COOKIE',
  'Set-Cookie',
  'X-Api-Key',
  'X-Amz-Security-Token',
])('%s is not kept', (name) => {
  const { headers } = toEnvelope(request({ headers: { [name]: ['secret'], Accept: ['*/*'] } }), 'source', asked, at);
  expect(headers).toEqual({ accept: ['*/*'] });
});

test('a header in two spellings is one with both values', () => {
  const { headers } = toEnvelope(request({ headers: { 'X-A': ['1'], 'x-a': ['2'] } }), 'source', asked, at);
  expect(headers).toEqual({ 'x-a': ['1', '2'] });
});

test('query names keep their case', () => {
  expect(toEnvelope(request({ query: { A: ['1'], a: ['2'] } }), 'source', asked, at).query).toEqual({
    A: ['1'],
    a: ['2'],
  });
});

test('a name that JavaScript knows is a name like any other', () => {
  const headers: Record<string, string[]> = JSON.parse('{"__proto__":["1"],"constructor":["2"]}');
  expect(Object.entries(toEnvelope(request({ headers }), 'source', asked, at).headers)).toEqual([
    ['__proto__', ['1']],
    ['constructor', ['2']],
  ]);
});

test('an event without headers and query is an envelope without', () => {
  // What the gateway sends for a request without headers, although the type excludes it.
  const event = JSON.parse(JSON.stringify({ ...request(), multiValueHeaders: null }));
  expect(toEnvelope(event, 'source', asked, at)).toMatchObject({ headers: {}, query: {} });
});

test('a route of ours goes by its own name, also under a base path of a custom domain', () =>
  expect(pathOf(request({ resource: '/sms/mo', path: '/vibes/sms/mo' }))).toBe('/sms/mo'));

test('any other path goes by itself', () =>
  expect(pathOf(request({ resource: '/{proxy+}', path: '/a/b' }))).toBe('/a/b'));

test('a header is found whatever its case, and is its first value', () => {
  const event = request({ headers: { 'X-Vibes-Signature': ['1', '2'] } });
  expect(headerOf(event, 'x-vibes-signature')).toBe('1');
  expect(headerOf(event, 'x-vibes')).toBeUndefined();
});
