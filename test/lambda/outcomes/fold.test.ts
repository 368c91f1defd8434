import fc from 'fast-check';
import {
  evidenceOf,
  type Folded,
  fold,
  type MessageKey,
  type Receipt,
  submissionOf,
} from '../../../lambda/outcomes/fold';
import {
  evidenceOnly,
  forwarded,
  histories,
  minute,
  mms,
  rbm,
  receipt,
  shuffled,
  sms,
  smsError,
  submitted,
  versions,
} from './given-receipts';

const smsKey: MessageKey = { channel: 'sms', messageId: 'm1' };
const mmsKey: MessageKey = { channel: 'mms', messageId: 'm1' };
const rbmKey: MessageKey = { channel: 'rbm', messageId: 'm1' };

function folded(key: MessageKey, receipts: readonly Receipt[], isPastDue = false): Folded {
  const outcome = fold(key, receipts, isPastDue);
  if (outcome === null) throw new Error('these receipts claim nothing');
  return outcome;
}

describe('one receipt', () => {
  it.each([
    [smsKey, sms.System, 'accepted', false],
    [smsKey, sms.Carrier, 'sent', false],
    [smsKey, sms.Handset, 'delivered', true],
    [smsKey, smsError.System, 'failed', true],
    [smsKey, smsError.Carrier, 'failed', true],
    [smsKey, smsError.Handset, 'failed', true],
    [mmsKey, mms.Forwarded, 'sent', false],
    [mmsKey, mms.Retrieved, 'delivered', true],
    [mmsKey, mms.Rejected, 'rejected', true],
    [mmsKey, mms.Expired, 'expired', true],
    [mmsKey, mms.Indeterminate, 'undetermined', false],
    [rbmKey, rbm.SENT, 'sent', false],
    [rbmKey, rbm.FAILED, 'failed', true],
    [rbmKey, rbm.TTL_EXPIRATION_REVOKED, 'expired', true],
    [rbmKey, rbm.DELIVERED, 'delivered', true],
    [rbmKey, rbm.READ, 'read', true],
  ] as const)('of %j that claims %j makes it %s', (key, claim, state, isFinal) => {
    expect(folded(key, [receipt(claim)])).toMatchObject({ ...key, state, isFinal, parts: null, forwardedTo: null });
  });

  it('says all that an outcome says', () => {
    const error = { code: 107, internalCode: 9, text: 'Blocked', kind: 'blocked' } as const;
    const failed = receipt(smsError.Carrier, { at: minute(5), error, submitterMessageId: 'order-1' });
    expect(fold(smsKey, [failed], false)).toEqual({
      messageId: 'm1',
      channel: 'sms',
      submitterMessageId: 'order-1',
      state: 'failed',
      isFinal: true,
      since: minute(5),
      error,
      parts: null,
      forwardedTo: null,
    });
  });

  it('that claims nothing makes no outcome, and changes none', () => {
    expect(fold(rbmKey, [receipt(evidenceOnly)], false)).toBeNull();
    expect(folded(rbmKey, [receipt(rbm.SENT), receipt(evidenceOnly)]).state).toBe('sent');
    expect(fold(smsKey, [], true)).toBeNull();
  });
});

describe('several sources', () => {
  it('a failure outranks a success of the same source', () => {
    expect(folded(smsKey, [receipt(smsError.Carrier), receipt(sms.Carrier)]).state).toBe('failed');
    expect(folded(mmsKey, [receipt(mms.Rejected), receipt(mms.Retrieved)]).state).toBe('rejected');
    expect(folded(rbmKey, [receipt(rbm.FAILED), receipt(rbm.SENT)]).state).toBe('failed');
  });

  it.each([
    ['a handset’s success after a carrier’s error', smsKey, smsError.Carrier, sms.Handset, 'delivered'],
    ['a carrier’s success after a handset’s error', smsKey, smsError.Handset, sms.Carrier, 'failed'],
    ['a carrier’s success after an error of the system', smsKey, smsError.System, sms.Carrier, 'sent'],
    ['a carrier’s error after the system accepted it', smsKey, sms.System, smsError.Carrier, 'failed'],
    ['what the user’s device reports after a failure', rbmKey, rbm.FAILED, rbm.READ, 'read'],
    ['an expiry after what the user’s device reports', rbmKey, rbm.DELIVERED, rbm.TTL_EXPIRATION_REVOKED, 'delivered'],
  ] as const)('%s', (_, key, first, second, state) => {
    expect(folded(key, [receipt(first), receipt(second)])).toMatchObject({ state });
  });

  it('the error of an outranked source is gone with it', () => {
    expect(folded(smsKey, [receipt(smsError.Carrier), receipt(sms.Handset)]).error).toBeNull();
  });

  it('the furthest state counts', () => {
    expect(folded(rbmKey, [receipt(rbm.READ), receipt(rbm.DELIVERED), receipt(rbm.SENT)]).state).toBe('read');
    expect(folded(smsKey, [receipt(sms.Carrier), receipt(sms.System)]).state).toBe('sent');
  });

  it('anything outranks Indeterminate', () => {
    expect(folded(mmsKey, [receipt(mms.Forwarded), receipt(mms.Indeterminate)]).state).toBe('sent');
    expect(folded(mmsKey, [receipt(mms.Indeterminate), receipt(mms.Expired)]).state).toBe('expired');
  });

  it('the error is that of the earliest failure of the source that decides', () => {
    const error = (internalCode: number) => ({ code: null, internalCode, text: null, kind: 'unknown' }) as const;
    const receipts = [
      receipt(smsError.Carrier, { at: minute(1), error: error(1) }),
      receipt(smsError.Handset, { at: minute(3), error: error(3) }),
      receipt(smsError.Handset, { at: minute(2), error: error(2) }),
    ];
    expect(folded(smsKey, receipts).error).toEqual(error(2));
  });

  it('dates an outcome by the earliest receipt with its state', () => {
    const receipts = [4, 2, 3].map((at) => receipt(sms.Handset, { at: minute(at) }));
    expect(folded(smsKey, [...receipts, receipt(sms.Carrier, { at: minute(1) })]).since).toBe(minute(2));
  });
});

describe('a forward', () => {
  it('outranks every other receipt, and names the earliest', () => {
    const receipts = [
      receipt(smsError.Handset),
      forwarded('f2', { at: minute(9) }),
      forwarded('f1', { at: minute(8) }),
      receipt(sms.Handset),
    ];
    const outcome = { state: 'forwarded', isFinal: true, forwardedTo: 'f1', error: null, since: minute(8) };
    expect(folded(smsKey, receipts)).toMatchObject(outcome);
  });
});

describe('a split SMS', () => {
  const part = (number: number, claim: Pick<Receipt, 'source' | 'state'>, fields: Partial<Receipt> = {}) =>
    receipt(claim, { part: String(number), parts: 2, ...fields });

  it('is delivered once all its parts are', () => {
    const first = part(1, sms.Handset, { at: minute(1) });
    const parts = { total: 2, delivered: 1, failed: 0 };
    expect(folded(smsKey, [first])).toMatchObject({ state: 'accepted', isFinal: false, parts });
    expect(folded(smsKey, [first, part(2, sms.Handset, { at: minute(2) })])).toMatchObject({
      state: 'delivered',
      since: minute(1),
      parts: { total: 2, delivered: 2, failed: 0 },
    });
  });

  it('is as far as its least part, and `accepted` since the first receipt while one has none', () => {
    const outcome = folded(smsKey, [part(1, sms.Handset, { at: minute(7) }), part(1, sms.Carrier, { at: minute(6) })]);
    expect(outcome).toMatchObject({ state: 'accepted', since: minute(6) });
    expect(folded(smsKey, [part(1, sms.Handset), part(2, sms.Carrier)]).state).toBe('sent');
  });

  it('fails with any part, whatever the others do', () => {
    expect(folded(smsKey, [part(1, sms.Handset), part(2, smsError.Carrier), part(1, sms.Carrier)])).toMatchObject({
      state: 'failed',
      error: { internalCode: 9 },
      parts: { total: 2, delivered: 1, failed: 1 },
    });
  });

  it('has parts whose own sources outrank each other', () => {
    expect(folded(smsKey, [part(1, smsError.Carrier), part(1, sms.Handset), part(2, sms.Handset)])).toMatchObject({
      state: 'delivered',
      parts: { delivered: 2, failed: 0 },
    });
  });

  it('fails by an error of the whole, but no success of the whole completes a part', () => {
    expect(folded(smsKey, [part(1, sms.Handset), receipt(smsError.System)])).toMatchObject({
      state: 'failed',
      parts: { total: 2, delivered: 1, failed: 0 },
    });
    expect(folded(smsKey, [part(1, sms.Handset), receipt(sms.Handset)]).state).toBe('accepted');
    expect(folded(smsKey, [receipt(sms.Handset, { parts: 2 })]).state).toBe('accepted');
  });

  it('is never delivered while no receipt says how many parts there are', () => {
    expect(folded(smsKey, [receipt(sms.Handset, { part: '1' })])).toMatchObject({ state: 'accepted', isFinal: false });
  });
});

describe('an MMS to several recipients', () => {
  it('is folded as parts, of which only those with reports are known', () => {
    const first = receipt(mms.Retrieved, { part: 'a' });
    expect(folded(mmsKey, [first])).toMatchObject({ state: 'delivered', parts: null });
    expect(folded(mmsKey, [first, receipt(mms.Forwarded, { part: 'b' })])).toMatchObject({
      state: 'sent',
      parts: { total: 2, delivered: 1, failed: 0 },
    });
  });

  it('has the worst of its failures', () => {
    const receipts = [receipt(mms.Expired, { part: 'a' }), receipt(mms.Rejected, { part: 'b' })];
    expect(folded(mmsKey, receipts)).toMatchObject({ state: 'rejected', parts: { total: 2, delivered: 0, failed: 2 } });
  });
});

describe('what the sender says', () => {
  it('is `submitted` until a receipt comes', () => {
    const submission = submitted('ALL', { at: minute(1) });
    expect(folded(smsKey, [submission])).toMatchObject({ state: 'submitted', isFinal: false, since: minute(1) });
    expect(folded(smsKey, [receipt(sms.System), submission]).state).toBe('accepted');
  });

  it.each([
    ['ALL', 'overdue'],
    ['ERROR', 'presumed-delivered'],
  ] as const)('with receiptOption %s makes silence `%s` from when it is due', (receiptOption, state) => {
    const submission = submitted(receiptOption, { at: minute(1) });
    expect(folded(smsKey, [submission], true)).toMatchObject({ state, isFinal: false, since: minute(61), error: null });
  });

  it('makes nothing overdue once a receipt has a state', () => {
    expect(folded(smsKey, [submitted(), receipt(sms.System)], true).state).toBe('accepted');
    expect(folded(smsKey, [submitted(), receipt(evidenceOnly)], true).state).toBe('overdue');
  });

  it('counts once: the earlier', () => {
    const [late, early] = [submitted('ALL', { at: minute(2) }), submitted('ERROR', { at: minute(1) })];
    expect(folded(smsKey, [late, early], true)).toMatchObject({ state: 'presumed-delivered', since: minute(61) });
    expect(submissionOf([late, early])).toEqual(early);
  });

  it('says nothing of a split message’s parts', () => {
    const first = receipt(sms.Handset, { part: '1', parts: 2, at: minute(5) });
    expect(folded(smsKey, [submitted('ALL', { at: minute(1) }), first]).since).toBe(minute(5));
  });
});

describe('the id that the submitter gave', () => {
  it('is that of the earliest receipt which has one', () => {
    const receipts = [
      receipt(sms.Handset, { at: minute(3), submitterMessageId: 'c' }),
      receipt(sms.System, { at: minute(1) }),
      receipt(sms.Carrier, { at: minute(2), submitterMessageId: 'b' }),
    ];
    expect(folded(smsKey, receipts).submitterMessageId).toBe('b');
  });
});

describe('versions', () => {
  const states = (key: MessageKey, ...receipts: Receipt[]) =>
    versions(key, receipts).map(({ version, state, corrects }) => [version, state, corrects]);

  it('are counted from 1, one a change', () => {
    const handset = receipt(sms.Handset, { at: minute(50) });
    expect(states(smsKey, receipt(sms.System), receipt(sms.Carrier), handset, handset)).toEqual([
      [1, 'accepted', null],
      [2, 'sent', null],
      [3, 'delivered', null],
    ]);
  });

  it('are made of any change but that of the evidence', () => {
    const first = receipt(sms.Handset, { at: minute(5) });
    expect(states(smsKey, first, receipt(sms.Carrier, { at: minute(6) }))).toEqual([[1, 'delivered', null]]);
    expect(versions(smsKey, [first, receipt(sms.Handset, { at: minute(4) })])).toMatchObject([
      { version: 1, since: minute(5) },
      { version: 2, since: minute(4), corrects: null },
    ]);
  });

  it('correct the final state that they take back', () => {
    expect(states(smsKey, receipt(smsError.Carrier), receipt(sms.Handset), forwarded('f1'))).toEqual([
      [1, 'failed', null],
      [2, 'delivered', 1],
      [3, 'forwarded', 2],
    ]);
  });

  it('correct nothing by `read` after `delivered`', () => {
    expect(states(rbmKey, receipt(rbm.DELIVERED), receipt(rbm.READ))).toEqual([
      [1, 'delivered', null],
      [2, 'read', null],
    ]);
  });

  it('take nothing back that was not final', () => {
    expect(states(mmsKey, receipt(mms.Forwarded), receipt(mms.Rejected))).toEqual([
      [1, 'sent', null],
      [2, 'rejected', null],
    ]);
  });
});

describe('whatever comes', () => {
  it('is not changed by a receipt that claims nothing', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), fc.constantFrom(null, '1', '9'), ({ key, receipts }, isPastDue, part) => {
        const evidence = receipt(evidenceOnly, { at: minute(-1), part, parts: 3 });
        expect(fold(key, [...receipts, evidence], isPastDue)).toEqual(fold(key, receipts, isPastDue));
      }),
    );
  });

  it('in any order, with copies, comes to the same', () => {
    fc.assert(
      fc.property(shuffled, fc.boolean(), ({ history: { key, receipts }, arrived }, isPastDue) => {
        expect(fold(key, arrived, isPastDue)).toEqual(fold(key, receipts, isPastDue));
        expect(evidenceOf(arrived)).toEqual(evidenceOf(receipts));
        const { version, corrects, ...newest } = versions(key, arrived).at(-1) ?? {};
        expect(newest).toEqual(fold(key, receipts, false) ?? {});
      }),
    );
  });

  it('makes versions without a gap, and corrects only what was final', () => {
    fc.assert(
      fc.property(shuffled, ({ history: { key }, arrived }) => {
        const made = versions(key, arrived);
        expect(made.map(({ version }) => version)).toEqual(made.map((_, index) => index + 1));
        for (const [index, { corrects, state }] of made.entries()) {
          const before = made[index - 1];
          const isTakenBack =
            before?.isFinal && before.state !== state && !(before.state === 'delivered' && state === 'read');
          expect(corrects).toBe(isTakenBack ? before.version : null);
        }
      }),
    );
  });

  it('never regresses while no failure, forward or further part comes', () => {
    const order = ['submitted', 'accepted', 'undetermined', 'sent', 'delivered', 'read'];
    fc.assert(
      fc.property(histories, ({ key, receipts }) => {
        const plain = receipts
          .filter(({ state }) => state === null || order.includes(state))
          .map((one): Receipt => ({ ...one, part: null, parts: null }));
        const ranks = versions(key, plain).map(({ state }) => order.indexOf(state));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }),
    );
  });

  it('is called delivered by a handset or an MMSC or a user’s device only', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), ({ key, receipts }, isPastDue) => {
        const others = receipts.filter(({ source }) => !['Handset', 'MMSC', 'user'].includes(source));
        expect(['delivered', 'read']).not.toContain(fold(key, others, isPastDue)?.state);
      }),
    );
  });

  it('is overdue only by the word of the sender', () => {
    fc.assert(
      fc.property(histories, ({ key, receipts }) => {
        const others = receipts.filter(({ due }) => due === null);
        expect(fold(key, others, true)).toEqual(fold(key, others, false));
      }),
    );
  });
});
