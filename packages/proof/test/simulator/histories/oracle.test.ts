import { type HistoryName, histories, historyNames } from '../../../src/simulator/histories/histories';
import { type ExpectedOutcome, expectedOutcome } from '../../../src/simulator/histories/oracle';
import { byMessage, type Submission } from '../../../src/simulator/histories/said';
import { createRandom } from '../../../src/vibes/random';
import { at, smsReceipt } from './sms-receipt';

const delivered = { state: 'delivered', isFinal: true, error: null, forwardedTo: null } as const;
const parts = (total: number, deliveredParts: number, failed: number) => ({ total, delivered: deliveredParts, failed });

/** What must come of each history, a message each; null: nothing. */
const expected: Readonly<Record<HistoryName, readonly (Partial<ExpectedOutcome> | null)[]>> = {
  'sms-accepted': [{ channel: 'sms', state: 'accepted', isFinal: false, parts: null }],
  'sms-delivered': [{ ...delivered, parts: null }],
  'sms-handset': [{ ...delivered, parts: null }],
  'sms-carrier-only': [{ state: 'sent', isFinal: false }],
  'sms-refused': [{ state: 'failed', isFinal: true }],
  'sms-carrier-refuses': [{ state: 'failed', isFinal: true }],
  'sms-carrier-error-after-success': [{ state: 'failed', isFinal: true }],
  'sms-late-handset': [delivered],
  'sms-handset-error-then-carrier': [{ state: 'failed', isFinal: true }],
  'sms-handset-error-after-success': [{ state: 'failed', isFinal: true }],
  'sms-unknown-type': [{ state: 'sent', isFinal: false, error: null }],
  'sms-evidence-only': [null],
  'parts-delivered': [{ ...delivered, parts: parts(3, 3, 0) }],
  'parts-one-fails': [{ state: 'failed', isFinal: true, parts: parts(3, 2, 1) }],
  'parts-one-missing': [{ state: 'accepted', isFinal: false, error: null, parts: parts(3, 2, 0) }],
  'parts-one-slower': [{ state: 'sent', isFinal: false, parts: parts(3, 2, 0) }],
  'parts-late-handset': [{ ...delivered, parts: parts(3, 3, 0) }],
  'parts-whole-refused': [{ state: 'failed', isFinal: true, parts: parts(3, 1, 0) }],
  'parts-whole-succeeds': [{ state: 'accepted', isFinal: false, parts: parts(3, 1, 0) }],
  'alternate-delivery': [{ state: 'forwarded', isFinal: true, error: null }, delivered],
  'mms-retrieved': [{ channel: 'mms', ...delivered, parts: null }],
  'mms-rejected': [{ state: 'rejected', isFinal: true, error: expect.objectContaining({ kind: 'unknown' }) }],
  'mms-expired': [{ state: 'expired', isFinal: true, error: expect.objectContaining({ kind: 'expired' }) }],
  'mms-undetermined': [{ state: 'undetermined', isFinal: false }],
  'mms-determined': [delivered],
  'mms-rejected-after-retrieved': [{ state: 'rejected', isFinal: true }],
  'mms-all-recipients': [{ ...delivered, parts: parts(3, 3, 0) }],
  'mms-one-recipient-fails': [{ state: 'rejected', isFinal: true, parts: parts(3, 1, 2) }],
  'mms-one-recipient-waits': [{ state: 'undetermined', isFinal: false, parts: parts(2, 1, 0) }],
  'mms-unknown-status': [{ state: 'sent', isFinal: false, parts: null }],
  'rbm-read': [{ channel: 'rbm', state: 'read', isFinal: true, error: null }],
  'rbm-delivered': [delivered],
  'rbm-failed': [{ state: 'failed', isFinal: true, error: expect.objectContaining({ kind: 'unknown' }) }],
  'rbm-revoked': [{ state: 'expired', isFinal: true, error: expect.objectContaining({ kind: 'expired' }) }],
  'rbm-revoked-and-read': [{ state: 'read', isFinal: true, error: null }],
  'rbm-revoke-failed': [{ state: 'sent', isFinal: false }],
  'rbm-evidence-only': [null],
  'submitted-delivered': [delivered],
  'submitted-after-receipts': [{ state: 'failed', isFinal: true }],
  'submitted-silent': [{ state: 'submitted', isFinal: false }],
  'submitted-silent-errors-only': [{ state: 'submitted', isFinal: false }],
  'submitted-errors-only-fails': [{ state: 'failed', isFinal: true }],
};

describe('what must come of each history', () => {
  it.each(historyNames)('%s', (name) => {
    for (let seed = 0; seed < 20; seed += 1) {
      const messages = [...byMessage(histories[name](createRandom(seed))).values()];
      const outcomes = messages.map((said) => expectedOutcome(said));
      expect(outcomes).toEqual(expected[name].map((one) => one && expect.objectContaining(one)));
    }
  });
});

const error = (internalCode: number, text = 'Not delivered') => ({ code: 107, internalCode, text });
const part = (number: number) => ({ of: 'm', total: 2, number });
const submitted: Submission = {
  by: 'sender',
  at: at(0),
  channel: 'sms',
  messageId: 'm',
  submitterMessageId: 'order-1',
  receiptOption: 'ALL',
  expectWithinMinutes: 5,
};

describe('the outcome in full', () => {
  it('is since the earliest receipt of its state, and names the earliest error of the source that decides', () => {
    const said = [
      smsReceipt(4, 'Carrier', { error: error(9, 'second') }),
      smsReceipt(3, 'Carrier', { error: error(26, 'first'), submitterMessageId: 'order-1' }),
      smsReceipt(1, 'System', { error: error(1, 'of the system') }),
      smsReceipt(2, 'Carrier'),
    ];
    expect(expectedOutcome(said)).toEqual({
      channel: 'sms',
      messageId: 'm',
      submitterMessageId: 'order-1',
      state: 'failed',
      isFinal: true,
      since: '2024-05-06T12:00:01.000Z',
      error: { code: 107, internalCode: 26, text: 'first', kind: 'number' },
      parts: null,
      forwardedTo: null,
    });
  });

  it('of a forward names the other message and no error', () => {
    const said = [
      smsReceipt(1, 'Handset', { error: error(9) }),
      smsReceipt(3, 'System', { forwardedTo: 'later' }),
      smsReceipt(2, 'System', { forwardedTo: 'other' }),
    ];
    expect(expectedOutcome(said)).toMatchObject({
      state: 'forwarded',
      isFinal: true,
      forwardedTo: 'other',
      error: null,
      since: '2024-05-06T12:00:02.000Z',
    });
  });

  it('of a rejected MMS has the code of its text', () => {
    const text = 'Error 107 - Number blocked [ref: 12]';
    const said = {
      by: 'mms',
      at: at(1),
      messageId: 'm',
      recipient: '+13125550133',
      status: 'Rejected',
      statusText: text,
    } as const;
    expect(expectedOutcome([said])?.error).toEqual({ code: 107, internalCode: null, text, kind: 'unknown' });
  });

  it('of parts of which one has no receipt is since the first receipt of any', () => {
    expect(
      expectedOutcome([smsReceipt(9, 'Handset', { part: part(1) }), smsReceipt(5, 'Carrier', { part: part(1) })]),
    ).toMatchObject({
      state: 'accepted',
      since: '2024-05-06T12:00:05.000Z',
      parts: { total: 2, delivered: 1, failed: 0 },
    });
  });

  it.each([
    [1, 'route'],
    [2, 'vibes'],
    [7, 'blocked'],
    [8, 'route'],
    [9, 'blocked'],
    [10, 'content'],
    [11, 'vibes'],
    [12, 'capped'],
    [13, 'content'],
    [14, 'content'],
    [15, 'opted-out'],
    [16, 'vibes'],
    [26, 'number'],
    [99, 'unknown'],
  ])('has for the internal error code %d the kind %s', (internalCode, kind) => {
    expect(expectedOutcome([smsReceipt(1, 'System', { error: error(internalCode) })])?.error?.kind).toBe(kind);
  });

  it.each([
    ['ALL', 'overdue'],
    ['ERROR', 'presumed-delivered'],
  ] as const)('of silence with the receipt option %s is %s once the time is over', (receiptOption, state) => {
    const said = [{ ...submitted, receiptOption }];
    expect(expectedOutcome(said)).toMatchObject({ state: 'submitted', since: '2024-05-06T12:00:00.000Z' });
    expect(expectedOutcome(said, true)).toMatchObject({ state, isFinal: false, since: '2024-05-06T12:05:00.000Z' });
  });

  it('of a message with a receipt that has a state is never overdue', () => {
    expect(expectedOutcome([submitted, smsReceipt(1, 'Aggregator')], true)).toMatchObject({ state: 'overdue' });
    expect(expectedOutcome([submitted, smsReceipt(1, 'System')], true)).toMatchObject({
      state: 'accepted',
      submitterMessageId: 'order-1',
    });
  });

  it('is none of nothing', () => {
    expect(expectedOutcome([])).toBeNull();
  });
});
