import type { CheckedEvent } from '../../../src/conformance/random/check-events';
import { checkEvents } from '../../../src/conformance/random/check-events';
import type { Meaning, SentRequest } from '../../../src/conformance/random/model';

const mo = (text: string, hidden = 0): Meaning => ({
  as: 'event',
  detailType: 'MO Message',
  identity: 'mo a',
  content: `${text}.${hidden}`,
  shows: { text },
});
const unsigned: Meaning = { as: 'unrecognized', reason: 'rbm-unverified' };

function sent(meaning: Meaning | readonly Meaning[], sha256: string, status: number | null = 200): SentRequest {
  const meanings = [meaning].flat();
  return { step: 1, what: sha256, path: '/sms/mo', requestId: null, sha256, meanings, status };
}

function published(text: string, eventId = 'event-a'): CheckedEvent {
  return { eventId, metadataIdentity: 'mo#a#-', detailType: 'MO Message', key: 'mo a', data: { text }, kept: null };
}

function kept(reason: string, sha256: string, more: { eventId?: string; collidesWith?: string } = {}): CheckedEvent {
  const { eventId = `kept-${sha256}`, collidesWith = null } = more;
  return {
    eventId,
    metadataIdentity: `unrecognized#${eventId}#-`,
    detailType: 'Unrecognized Callback',
    key: `unrecognized ${sha256}`,
    data: {},
    kept: { reason, path: '/sms/mo', sha256, collidesWith },
  };
}

function broken(requests: readonly SentRequest[], events: readonly CheckedEvent[], dead: readonly string[] = []) {
  return checkEvents(requests, events, new Set(dead)).map(({ what }) => what);
}

const collided = kept('identity-collision', 's2', { collidesWith: 'event-a' });

describe('checkEvents finds nothing where', () => {
  it('each callback is one event, however often it was sent and published', () => {
    expect(broken([sent(mo('x'), 's1'), sent(mo('x'), 's1b')], [published('x'), published('x')])).toEqual([]);
  });

  it('what was not acknowledged is published, or is not', () => {
    expect(broken([sent(mo('x'), 's1', 503)], [published('x')])).toEqual([]);
    expect(broken([sent(mo('x'), 's1', null)], [])).toEqual([]);
  });

  it('other content under a known id is kept as a collision, whichever came first', () => {
    const requests = [sent(mo('x'), 's1'), sent(mo('y'), 's2')];
    expect(broken(requests, [published('x'), collided])).toEqual([]);
    expect(broken(requests, [published('y'), kept('identity-collision', 's1', { collidesWith: 'event-a' })])).toEqual(
      [],
    );
  });

  it('a collision is kept twice under one id, by two attempts whose bytes differ', () => {
    const requests = [sent(mo('x'), 's1'), sent(mo('y'), 's2'), sent(mo('y'), 's2b')];
    const again = kept('identity-collision', 's2b', { collidesWith: 'event-a', eventId: 'kept-s2' });
    expect(broken(requests, [published('x'), collided, again])).toEqual([]);
  });

  it('an unproved copy is kept and the corrected one published', () => {
    expect(broken([sent(unsigned, 's1'), sent(mo('x'), 's1')], [kept('rbm-unverified', 's1'), published('x')])).toEqual(
      [],
    );
  });

  it('one of two readings is published, where the settings changed meanwhile', () => {
    const either = [unsigned, mo('x')];
    expect(broken([sent(either, 's1')], [kept('rbm-unverified', 's1')])).toEqual([]);
    expect(broken([sent(either, 's1')], [published('x')])).toEqual([]);
  });
});

describe('checkEvents finds', () => {
  it('a callback that was lost', () => {
    expect(broken([sent(mo('x'), 's1')], [])).toEqual(['answered 200 and never published: MO Message mo a']);
    expect(broken([sent(unsigned, 's1')], [])).toEqual(['answered 200 and never kept (rbm-unverified): /sms/mo s1']);
    expect(broken([sent([unsigned, mo('x')], 's1')], [])).toEqual(['answered 200 and published as nothing']);
  });

  it('a corrected callback that its earlier copy hides', () => {
    expect(broken([sent(unsigned, 's1'), sent(mo('x'), 's1')], [kept('rbm-unverified', 's1')])).toEqual([
      'answered 200 and never published: MO Message mo a',
    ]);
  });

  it('a dead letter that is left', () => {
    expect(broken([sent(mo('x'), 's1')], [], ['s1'])).toEqual([
      'answered 200 and left as a dead letter: MO Message mo a',
    ]);
    expect(broken([sent(unsigned, 's1')], [], ['s1'])).toEqual(['answered 200 and left as a dead letter: /sms/mo s1']);
  });

  it('a wrong reason', () => {
    expect(broken([sent(unsigned, 's1')], [kept('json-malformed', 's1')])).toEqual([
      'kept for a wrong reason: json-malformed unrecognized s1',
    ]);
  });

  it('a known callback that was not recognized', () => {
    expect(broken([sent(mo('x'), 's1')], [kept('rbm-unverified', 's1')])).toEqual([
      'answered 200 and never published: MO Message mo a',
      'kept for a wrong reason: rbm-unverified unrecognized s1',
    ]);
  });

  it('a repeat with another id', () => {
    expect(broken([sent(mo('x'), 's1')], [published('x'), published('x', 'event-b')])).toEqual([
      'published under several ids: MO Message mo a',
    ]);
    const twice = [kept('rbm-unverified', 's1'), kept('rbm-unverified', 's1', { eventId: 'other' })];
    expect(broken([sent(unsigned, 's1')], twice)).toEqual(['kept under several ids: /sms/mo s1']);
  });

  it('one id for two callbacks', () => {
    const requests = [sent(mo('x'), 's1'), sent(unsigned, 's2')];
    expect(broken(requests, [published('x'), kept('rbm-unverified', 's2', { eventId: 'event-a' })])).toEqual([
      'one event id for two callbacks: event-a',
    ]);
  });

  it.each([
    ['what the event shows', mo('y')],
    ['what it does not show', mo('x', 1)],
  ])('a different callback that was dropped as a duplicate: %s differs', (_, other) => {
    expect(broken([sent(mo('x'), 's1'), sent(other, 's2')], [published('x')])).toEqual([
      'answered 200 and dropped as a duplicate of a different callback: MO Message mo a',
    ]);
  });

  it('content that nobody sent, and a callback that nobody sent', () => {
    expect(broken([sent(mo('x'), 's1')], [published('z')])).toContain(
      'published with a content that was not sent: MO Message mo a',
    );
    expect(broken([], [published('x')])).toEqual(['published and never sent: MO Message mo a']);
    expect(broken([], [kept('empty-body', 's1')])).toEqual(['kept and never sent: empty-body unrecognized s1']);
  });

  it('what was refused and is published all the same', () => {
    expect(broken([sent(mo('x'), 's1', 401)], [published('x')])).toEqual(['published and never sent: MO Message mo a']);
  });

  it('a collision with itself, and one with an event that is none', () => {
    expect(broken([sent(mo('x'), 's2')], [published('x'), collided])).toEqual([
      'published, and kept as a collision with itself: MO Message mo a',
    ]);
    expect(broken([sent(mo('x'), 's1'), sent(mo('y'), 's2')], [published('x', 'other'), collided])).toEqual([
      'a collision with an event that was not published: MO Message mo a',
    ]);
  });
});
