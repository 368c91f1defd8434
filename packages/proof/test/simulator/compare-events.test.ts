import type { PublishedLine } from '../../src/simulator/compare-events';
import { comparePublished, readPublishedLine } from '../../src/simulator/compare-events';
import { callbackOf } from './scripted';

const [a, b, c] = [callbackOf('sms', 'mo a'), callbackOf('sms', 'mo b'), callbackOf('sms', 'mo c')];

function line(key: string, eventId = `event of ${key}`): PublishedLine {
  return { key, eventId, detailType: 'MO Message' };
}

describe('comparePublished', () => {
  it('finds nothing where each accepted callback was published once', () => {
    expect(comparePublished([a, b], [a, b], [line('mo b'), line('mo a')])).toEqual({
      published: 2,
      duplicatesPublished: 0,
      repeatsWithAnotherId: 0,
      unexpected: [],
      lost: [],
      publishedUnanswered: 0,
    });
  });

  it('names what was accepted and not published', () => {
    expect(comparePublished([a, b, c], [a, b], [line('mo a')]).lost).toEqual(['mo b']);
  });

  it('counts an event whose id came before', () => {
    const report = comparePublished([a], [a], [line('mo a'), line('mo a')]);
    expect(report).toMatchObject({ duplicatesPublished: 1, repeatsWithAnotherId: 0 });
  });

  it('counts two events of one callback with different ids as untold', () => {
    const report = comparePublished([a], [a], [line('mo a', 'event 1'), line('mo a', 'event 2')]);
    expect(report).toMatchObject({ duplicatesPublished: 0, repeatsWithAnotherId: 1 });
  });

  it('names events of what was never sent', () => {
    expect(comparePublished([a], [a], [line('mo a'), line('mo z')]).unexpected).toEqual(['mo z']);
  });

  it('counts what was published without a 2XX apart', () => {
    expect(comparePublished([a, b], [a], [line('mo a'), line('mo b')])).toMatchObject({
      publishedUnanswered: 1,
      lost: [],
    });
  });

  it('counts a callback that was sent twice once', () => {
    expect(comparePublished([a, a], [a, a], [line('mo a')])).toMatchObject({ lost: [], duplicatesPublished: 0 });
  });
});

describe('readPublishedLine', () => {
  const event = (detailType: string, data: object) =>
    JSON.stringify({ 'detail-type': detailType, detail: { metadata: { id: 'event-1' }, data } });

  it.each([
    ['MO Message', { messageId: 'm' }, 'mo m'],
    [
      'MT Message Response',
      { messageId: 'm', type: 'Carrier', receiptDate: '2024-05-06T12:08:09.123Z' },
      'receipt m Carrier 1714997289123',
    ],
    ['MMS Message', { transactionId: 't' }, 'mms t'],
    [
      'MMS Delivery Report',
      { messageId: 'm', status: 'Expired', recipient: { address: '+13125550133' }, date: '2024-05-06T12:08:09.123Z' },
      'mms-receipt m Expired +13125550133 1714997289123',
    ],
    ['Platform Event', { eventId: 'e' }, 'platform e'],
    ['RBM Event', { eventClass: 'ServerEvent', eventId: 'e', messageId: 'm' }, 'rbm ServerEvent e'],
    ['RBM Event', { eventClass: 'UserMessage', messageId: 'm' }, 'rbm UserMessage m'],
    ['Unrecognized Callback', { sha256: 's' }, 'unrecognized s'],
  ])('reads the key of a %s', (detailType, data, key) => {
    expect(readPublishedLine(event(detailType, data))).toEqual({ eventId: 'event-1', detailType, key });
  });

  it('reads why a callback is unrecognized', () => {
    const line = event('Unrecognized Callback', { sha256: 's', reason: 'xml-malformed' });
    expect(readPublishedLine(line).reason).toBe('xml-malformed');
  });

  it('refuses an event of another system', () => {
    expect(() => readPublishedLine(event('Order Placed', {}))).toThrow('Order Placed');
  });

  it('refuses an event without an id', () => {
    expect(() => readPublishedLine('{"detail-type":"MO Message","detail":{"metadata":{},"data":{}}}')).toThrow(
      "no callback's event",
    );
  });
});
