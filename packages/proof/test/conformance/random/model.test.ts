import { meaningOf, Passwords, wrongAnswer } from '../../../src/conformance/random/model';

const event = { as: 'event', detailType: 'RBM Event', identity: 'rbm a', content: '0.0', shows: {} } as const;
const proved = { password: true, signature: true, certificate: true };
const unproved = { password: false, signature: false, certificate: false };

describe('meaningOf', () => {
  it.each([
    ['signature', unproved, true, { as: 'unrecognized', reason: 'rbm-unverified' }],
    ['signature', unproved, false, event],
    ['signature', proved, true, event],
    ['password', unproved, false, { as: 'unrecognized', reason: 'mo-unauthenticated' }],
    ['password', proved, true, event],
    ['certificate', unproved, true, { as: 'unrecognized', reason: 'certificate-unverified' }],
    ['certificate', unproved, false, event],
    ['certificate', proved, true, event],
  ] as const)('needs %s, brought %p, asked for it %p', (needs, brought, asked, meaning) => {
    expect(meaningOf(event, needs, brought, { signature: asked, certificate: asked })).toEqual(meaning);
  });
});

describe('Passwords', () => {
  const minute = 60_000;

  it('accept the newest and the one before, and refuse what never was one', () => {
    const passwords = new Passwords('first');
    passwords.rotate('second', 0);
    expect(passwords.newest).toBe('second');
    expect(passwords.rule('first', minute)).toBe('accepted');
    expect(passwords.rule('second', minute)).toBe('accepted');
    expect(passwords.rule('third', minute)).toBe('refused');
  });

  it('leave open how a new one is answered for a moment, and an ended one for minutes', () => {
    const passwords = new Passwords('first');
    passwords.rotate('second', 0);
    expect(passwords.rule('second', 1_000)).toBe('either');
    passwords.rotate('third', minute);
    expect(passwords.rule('first', 2 * minute)).toBe('either');
    expect(passwords.rule('first', 10 * minute)).toBe('refused');
    passwords.retire(20 * minute);
    expect(passwords.rule('second', 40 * minute)).toBe('refused');
    expect(passwords.rule('third', 40 * minute)).toBe('accepted');
  });
});

describe('wrongAnswer', () => {
  const open = { addressKnown: true, password: null };

  it.each([null, 500, 502, 503, 504])('takes %p for right: it is sent again', (status) => {
    expect(wrongAnswer(status, open)).toBeUndefined();
    expect(wrongAnswer(status, { addressKnown: false, password: 'refused' })).toBeUndefined();
  });

  it('takes 200 for right where everything was proved, and no 4XX', () => {
    expect(wrongAnswer(200, open)).toBeUndefined();
    expect(wrongAnswer(200, { addressKnown: true, password: 'accepted' })).toBeUndefined();
    expect(wrongAnswer(429, open)).toContain('429');
    expect(wrongAnswer(401, { addressKnown: true, password: 'accepted' })).toContain('401');
    expect(wrongAnswer(401, { addressKnown: true, password: 'either' })).toBeUndefined();
  });

  it('wants 401 for a wrong password and 403 for an unknown address', () => {
    expect(wrongAnswer(401, { addressKnown: true, password: 'refused' })).toBeUndefined();
    expect(wrongAnswer(200, { addressKnown: true, password: 'refused' })).toContain('not 401');
    expect(wrongAnswer(403, { addressKnown: false, password: null })).toBeUndefined();
    expect(wrongAnswer(200, { addressKnown: false, password: null })).toContain('not 403');
  });
});
