import { callbackDetail, identityIn } from '../../../src/start/inbox/callback-detail';
import { Inbox } from '../../../src/start/inbox/inbox';
import type { InboxEntry } from '../../../src/start/inbox/inbox-entry';
import { at, envelopeOf, eventOf, exchangeOf, lineOf, receivedOf, stepOf } from './inbox-fixtures';

describe('one callback', () => {
  it('has its whole way', () => {
    const detail = callbackDetail(
      entryOf((inbox) => {
        inbox.answered(...exchangeOf('r1'));
        inbox.received(receivedOf(envelopeOf('r1'), 2));
        inbox.functionLine(lineOf('r1', { code: 'Published' }));
        inbox.published(eventOf('r1'));
        inbox.delivered(stepOf('delivered', 'ran in 12 ms'));
      }),
      { state: 'published' },
    );
    expect(detail).toMatchObject({
      request: {
        ...{ method: 'POST', path: '/sms/mo', query: 'a=1', sourceIp: '192.0.2.1' },
        body: { base64: Buffer.from('<moMessage/>').toString('base64'), size: 12, url: 'callbacks/1/body' },
      },
      answer: { status: 200, tookMs: 12.34, body: '' },
      proof: 'basic:current',
      envelope: { version: 1, requestId: 'r1' },
      receives: [{ at: at.toISOString(), queue: 'Callbacks', count: 2 }],
      log: [{ at: at.toISOString() }],
      identity: 'mo#vibes-1#-',
      ledger: { state: 'published' },
      event: { url: 'callbacks/1/event', size: eventOf('r1').json.length },
      deliveries: [
        { rule: 'Orders', state: 'done', steps: [{ step: 'delivered', detail: 'ran in 12 ms', log: ['wrote this'] }] },
      ],
    });
    expect(detail.envelope).not.toHaveProperty('body');
  });

  it('does not show the password, and does show that there was one', () => {
    const { request } = callbackDetail(
      entryOf((inbox) => inbox.answered(...exchangeOf('r1'))),
      undefined,
    );
    expect(request?.headers).toEqual([
      ['Content-Type', 'text/xml'],
      ['Authorization', '(not shown)'],
    ]);
  });

  it('has nulls for what did not happen', () => {
    const detail = callbackDetail(
      entryOf((inbox) => inbox.answered(...exchangeOf('r1', { status: 401 }))),
      undefined,
    );
    expect(detail).toMatchObject({ proof: null, envelope: null, identity: null, ledger: null, event: null });
    expect(detail).toMatchObject({ receives: [], deliveries: [] });
  });

  it('of an earlier run has the request from its envelope', () => {
    const { request, answer } = callbackDetail(
      entryOf((inbox) => inbox.received(receivedOf(envelopeOf('r1')))),
      undefined,
    );
    expect(request).toMatchObject({ method: 'POST', path: '/sms/mo', headers: [['content-type', 'text/xml']] });
    expect(answer).toBeNull();
  });

  it('has the beginning of a large body, and its size', () => {
    const body = 'x'.repeat(100_000);
    const { request } = callbackDetail(
      entryOf((inbox) => inbox.answered(...exchangeOf('r1', { body }))),
      undefined,
    );
    expect(Buffer.from(request?.body?.base64 ?? '', 'base64')).toHaveLength(64 * 1024);
    expect(request?.body?.size).toBe(100_000);
  });
});

it('of an earlier run is shown from its event alone: identity, proof, and nothing of its request', () => {
  const inbox = new Inbox(() => at);
  inbox.takeEarlier([eventOf('old')]);
  const entry = inbox.get(-1);
  if (entry === undefined) throw new Error('it is not there');
  expect(callbackDetail(entry, undefined)).toMatchObject({
    ...{ isEarlier: true, outcome: 'published', identity: 'mo#vibes-1#-', proof: 'source', text: 'Hello' },
    ...{ request: null, answer: null, envelope: null, receives: [], log: [], deliveries: [] },
    event: { url: 'callbacks/-1/event' },
  });
});

it('the identity of an event is the one of its metadata', () => {
  expect(identityIn(eventOf('r1').json)).toBe('mo#vibes-1#-');
  expect(identityIn(undefined)).toBeUndefined();
});

function entryOf(fill: (inbox: Inbox) => void): InboxEntry {
  const inbox = new Inbox(() => at);
  fill(inbox);
  const entry = inbox.get(1);
  if (entry === undefined) throw new Error('nothing came in');
  return entry;
}
