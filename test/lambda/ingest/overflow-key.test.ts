import fc from 'fast-check';
import { overflowKey } from '../../../lambda/ingest/store';
import { toEnvelope } from '../../../lambda/ingest/to-envelope';
import { request } from './given';

const keyOf = (requestId: string) =>
  overflowKey(
    toEnvelope(request({ requestId }), 'source', { signature: false, certificate: false }, '2026-01-02T03:04:05.678Z'),
  );

test('says the day and the request', () =>
  expect(keyOf('c6af9ac6-7b61-11e6-9a41-93e8deadbeef')).toBe(
    'overflow/2026-01-02/c6af9ac6-7b61-11e6-9a41-93e8deadbeef.json',
  ));

test('a request id never leads anywhere else, and two never to the same place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(keyOf(a)).toMatch(/^overflow\/2026-01-02\/[\w-]{1,128}\.json$/);
      expect(keyOf(a) === keyOf(b)).toBe(a === b);
    }),
  );
});
