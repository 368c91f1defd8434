import fc from 'fast-check';
import {
  claims,
  type Due,
  fold,
  type MessageKey,
  next,
  type Outcome,
  type Receipt,
} from '../../../lambda/outcomes/fold';

type Claim = Pick<Receipt, 'source' | 'state'>;

/** Minute `minute` of a day, as a receipt's `at`. */
export function minute(minute: number): string {
  return new Date(Date.UTC(2024, 4, 6, 12, minute)).toISOString();
}

let count = 0;

/** A receipt that claims what a line of the table says, a minute after the one before it. */
export function receipt(claim: Claim, fields: Partial<Receipt> = {}): Receipt {
  count += 1;
  return {
    eventId: `e${String(count).padStart(6, '0')}`,
    at: minute(count),
    part: null,
    parts: null,
    error: claim.state === 'failed' ? { code: 107, internalCode: 9, text: 'failed', kind: 'blocked' } : null,
    forwardedTo: null,
    submitterMessageId: null,
    due: null,
    ...claim,
    ...fields,
  };
}

export const sms = claims.sms;
export const smsError = claims.smsError;
export const mms = claims.mms;
export const rbm = claims.rbm;
export const evidenceOnly: Claim = { source: 'RBM', state: null };

export function forwarded(to: string, fields: Partial<Receipt> = {}): Receipt {
  return receipt({ source: 'System', state: 'forwarded' }, { forwardedTo: to, ...fields });
}

export function submitted(receiptOption: Due['receiptOption'] = 'ALL', fields: Partial<Receipt> = {}): Receipt {
  const made = receipt({ source: 'sender', state: 'submitted' }, fields);
  return { ...made, due: { at: new Date(Date.parse(made.at) + 3_600_000).toISOString(), receiptOption } };
}

const claimOf = {
  sms: [...Object.values(claims.sms), ...Object.values(claims.smsError), { source: 'unknown', state: null } as const],
  mms: [...Object.values(claims.mms), { source: 'MMSC', state: null } as const],
  rbm: [...Object.values(claims.rbm), evidenceOnly],
};

export interface History {
  readonly key: MessageKey;
  readonly receipts: readonly Receipt[];
}

function receiptsOf(key: MessageKey): fc.Arbitrary<History> {
  const { channel } = key;
  const parts = {
    sms: fc.option(fc.constantFrom('1', '2', '3')),
    mms: fc.constantFrom('a', 'b'),
    rbm: fc.constant(null),
  };
  const one = fc
    .record({
      claim: fc.constantFrom<Claim>(...claimOf[channel]),
      minute: fc.nat(9),
      part: parts[channel],
      kind: fc.constantFrom('claim', 'claim', 'claim', 'claim', 'claim', 'forward', 'submission'),
      forwardedTo: fc.constantFrom('f1', 'f2'),
      submitterMessageId: fc.option(fc.constantFrom('order-1', 'order-2')),
      total: fc.constantFrom(null, 2, 3),
      internalCode: fc.constantFrom(1, 9, 26),
    })
    .map(({ claim, kind, minute: at, part, forwardedTo, submitterMessageId, total, internalCode }) => {
      const fields = { at: minute(at), submitterMessageId };
      if (kind === 'submission') return submitted(internalCode === 1 ? 'ALL' : 'ERROR', fields);
      if (kind === 'forward' && channel === 'sms') return forwarded(forwardedTo, fields);
      const error = claim.state === 'failed' ? ({ code: 1, internalCode, text: null, kind: 'unknown' } as const) : null;
      return receipt(claim, { ...fields, part, parts: channel === 'sms' ? total : null, error });
    });
  return fc.array(one, { maxLength: 8 }).map((receipts) => ({ key, receipts }));
}

/** Anything that may come of a message. */
export const histories: fc.Arbitrary<History> = fc
  .constantFrom<MessageKey['channel']>('sms', 'mms', 'rbm')
  .chain((channel) => receiptsOf({ channel, messageId: 'm1' }));

/** A history with copies of some of its receipts, in another order. */
export const shuffled: fc.Arbitrary<{ readonly history: History; readonly arrived: readonly Receipt[] }> =
  histories.chain((history) => {
    const { receipts } = history;
    const copies = receipts.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...receipts), { maxLength: 5 });
    return copies
      .chain((extra) => fc.shuffledSubarray([...receipts, ...extra], { minLength: receipts.length + extra.length }))
      .map((arrived) => ({ history, arrived }));
  });

/** The versions that come of receipts that arrive one by one. */
export function versions(key: MessageKey, arrived: readonly Receipt[]): readonly Outcome[] {
  const made: Outcome[] = [];
  for (const index of arrived.keys()) {
    const folded = fold(key, arrived.slice(0, index + 1), false);
    const version = folded && next(made.at(-1) ?? null, folded);
    if (version !== null) made.push(version);
  }
  return made;
}
