import { readEvidence, readPublished } from '../../src/start/published-callback';

const detail = {
  metadata: { id: 'c', identity: 'mo#v#-', requestId: 'r', receivedAt: '2026-01-02T03:04:05Z', route: '/sms/mo' },
};
const eventOf = (data: object, more: object = {}) =>
  JSON.stringify({ id: 'e', 'detail-type': 'MO Message', detail: { ...detail, data }, ...more });

test('what an event says about its callback is read once', () => {
  const json = eventOf({ text: 'Hello' });
  expect(readPublished(json)).toEqual({
    ...{ json, detailType: 'MO Message', eventId: 'e', callbackId: 'c', requestId: 'r', vibesId: 'v' },
    ...{ receivedAt: new Date('2026-01-02T03:04:05Z'), route: '/sms/mo', text: 'Hello', reason: '' },
  });
});

test.each(['{}', '{"id":"e","detail":{"metadata":{}}}', '{"detail":{"metadata":{"id":"c"}}}', '[]', 'null'])(
  '%s is not from a callback',
  (json) => expect(readPublished(json)).toBeUndefined(),
);

test('a digest is not one of Vibes’ ids', () => {
  const metadata = { ...detail.metadata, identity: `unrecognized#${'a'.repeat(64)}#-` };
  expect(readPublished(eventOf({}, { detail: { metadata } }))?.vibesId).toBeUndefined();
});

test.each([
  [{ text: 'two\n lines' }, 'two lines'],
  [{ subject: 'A picture' }, 'A picture'],
  [{ text: null, subject: null }, ''],
  [{ text: 'x'.repeat(500) }, 'x'.repeat(200)],
  [{ text: '😀'.repeat(300) }, '😀'.repeat(200)],
  [{}, ''],
])('of %j a list shows the beginning of the text', (data, text) => {
  expect(readPublished(eventOf(data))?.text).toBe(text);
});

describe('the outcome of a message', () => {
  const outcome = JSON.stringify({
    ...{ id: 'e', source: 'vibes.callbacks', 'detail-type': 'Message Outcome' },
    detail: {
      metadata: { id: 'o', identity: 'outcome#sms#m1#1', madeAt: '2026-01-02T03:04:05Z', schemaVersion: 1 },
      data: { messageId: 'm1', state: 'sent', evidence: [{ eventId: 'c1' }, { eventId: 'c2' }] },
    },
  });

  it('is not a callback, and names those that it is made of', () => {
    expect(readPublished(outcome)).toBeUndefined();
    expect(readEvidence(outcome)).toEqual(['c1', 'c2']);
  });

  it('is not what a callback’s event is', () => {
    expect(readEvidence(eventOf({ text: 'Hello' }))).toBeUndefined();
  });
});
