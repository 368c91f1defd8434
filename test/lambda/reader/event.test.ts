import type { Callback } from '../../../lambda/reader/callback';
import { toEvent } from '../../../lambda/reader/event';
import { families, familyNames } from '../../../lambda/reader/families';
import { eventId } from '../../../lambda/reader/identity/identity';
import type { Envelope } from '../../../lambda/shared/envelope';

const envelope: Envelope = {
  version: 1,
  requestId: 'request-1',
  receivedAt: '2026-01-02T03:04:05.678Z',
  method: 'POST',
  path: '/platform',
  query: {},
  headers: {},
  sourceIp: '35.155.139.143',
  proof: 'source',
  body: Buffer.from('{}'),
};

function callback(overrides: Partial<Callback> = {}): Callback {
  return {
    identity: { family: 'platform', id: 'A1', part: '-' },
    contentDigest: '00',
    attempt: 2,
    data: { eventId: 'A1' },
    objects: [],
    ...overrides,
  };
}

test('an event says where its callback came from', () => {
  const event = toEvent(callback(), envelope);
  expect(event).toMatchObject({
    id: eventId(callback().identity),
    detailType: 'Platform Event',
    time: envelope.receivedAt,
  });
  expect(JSON.parse(event.detail)).toEqual({
    metadata: {
      id: event.id,
      identity: 'platform#A1#-',
      requestId: 'request-1',
      receivedAt: '2026-01-02T03:04:05.678Z',
      route: '/platform',
      proof: 'source',
      attempt: 2,
      query: null,
      headers: null,
      schemaVersion: 1,
    },
    data: { eventId: 'A1' },
  });
});

test.each(familyNames)('a callback of family %s has its detail-type', (family) => {
  const { detailType } = toEvent(callback({ identity: { family, id: '1', part: '-' } }), envelope);
  expect(detailType).toBe(families[family].detailType);
});

test('a callback without attempt number says null', () =>
  expect(JSON.parse(toEvent(callback({ attempt: null }), envelope).detail).metadata.attempt).toBeNull());

test.each([
  ['beside other fields', { eventId: 'A1' }, '"data":{"eventId":"A1","payload":'],
  ['alone', {}, '"data":{"payload":'],
])('a raw payload %s is carried to the letter', (_where, data, expected) => {
  const rawPayload = '{ "n": 9007199254740993, "twice": 1, "twice": 2 }';
  const { detail } = toEvent(callback({ data, rawPayload }), envelope);
  expect(detail).toContain(`${expected}${rawPayload}}`);
  expect(() => JSON.parse(detail)).not.toThrow();
});

test('without a raw payload there is no payload', () =>
  expect(toEvent(callback(), envelope).detail).not.toContain('payload'));

describe('a character that SQS refuses', () => {
  const refused = /[\ufffe\uffff]/;

  it('is escaped wherever it occurs, and means the same to a reader of the JSON', () => {
    const query = { q: ['\ufffe'] };
    const request = { query, headers: null };
    const { detail } = toEvent(callback({ data: { text: 'a\uffff\ufffeb' }, request }), envelope);
    expect(detail).not.toMatch(refused);
    expect(JSON.parse(detail)).toMatchObject({ metadata: { query }, data: { text: 'a\uffff\ufffeb' } });
  });

  it('is escaped in a payload too, which is passed on to the letter but for it', () => {
    const rawPayload = '{"a":9007199254740993,"a":"\uffff","\ufffe":"\\uffff \ufffd \u{1f600}"}';
    const { detail } = toEvent(callback({ data: {}, rawPayload }), envelope);
    expect(detail).toContain('{"a":9007199254740993,"a":"\\uffff","\\ufffe":"\\uffff \ufffd \u{1f600}"}');
    expect(JSON.parse(detail).data.payload).toEqual(JSON.parse(rawPayload));
  });
});
