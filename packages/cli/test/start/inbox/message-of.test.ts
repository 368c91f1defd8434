import { messageOf } from '../../../src/start/inbox/message-of';

const event = (detailType: string, data: object) =>
  JSON.stringify({
    ...{ source: 'vibes.callbacks', 'detail-type': detailType },
    detail: { metadata: { id: 'c1', receivedAt: '2024-05-06T12:08:09.123Z' }, data },
  });
const report = { messageId: 'm1', recipient: null, status: 'Retrieved', statusText: null, date: null };

test('a receipt is about its message', () => {
  expect(messageOf(event('MMS Delivery Report', report))).toEqual({ channel: 'mms', messageId: 'm1' });
});

test.each([event('MO Message', { messageId: 'm1' }), event('RBM Event', { messageId: null }), 'no JSON', '{}'])(
  '%s is about none',
  (json) => expect(messageOf(json)).toBeUndefined(),
);
