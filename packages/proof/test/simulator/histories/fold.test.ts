import fc from 'fast-check';
import { fold, next, type Outcome, type Receipt } from '../../../../../lambda/outcomes/fold';
import { readReceipt } from '../../../../../lambda/outcomes/receipt';
import { toEvent } from '../../../../../lambda/reader/event';
import { readCallback } from '../../../../../lambda/reader/read-callback';
import { histories, historyNames } from '../../../src/simulator/histories/histories';
import { type ExpectedOutcome, expectedOutcome } from '../../../src/simulator/histories/oracle';
import {
  byMessage,
  type MmsReport,
  messageOf,
  type RbmReport,
  type Said,
  type SmsReceipt,
  type Submission,
} from '../../../src/simulator/histories/said';
import { callbackSaying, entrySaying } from '../../../src/simulator/histories/saying';
import { envelopeOf } from '../../../src/support/envelope';
import { sentAt } from '../../../src/vibes/callback';
import { createRandom } from '../../../src/vibes/random';

const identityKey = 'a key';

/** The event as EventBridge delivers it to the function that keeps outcomes. */
async function eventSaying(said: Said): Promise<object> {
  if (said.by === 'sender') {
    const { Source, DetailType, Time, Detail } = entrySaying(said);
    const id = `sender-${said.at}`;
    return { id, source: Source, 'detail-type': DetailType, time: Time.toISOString(), detail: JSON.parse(Detail) };
  }
  const envelope = envelopeOf(sentAt(callbackSaying(said)));
  const read = await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: true, identityKey });
  const { detailType, detail } = toEvent(read, envelope);
  return { id: 'e', source: 'vibes.callbacks', 'detail-type': detailType, detail: JSON.parse(detail) };
}

async function receiptOf(said: Said): Promise<Receipt> {
  const read = readReceipt(await eventSaying(said), identityKey);
  if (read === null) throw new Error(`read as being about no message: ${JSON.stringify(said)}`);
  expect(read.key).toEqual(messageOf(said));
  return read.receipt;
}

const hour = Date.UTC(2024, 4, 6, 12);
/** Instants that differ. */
const instants = (count: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 3_600 }), { minLength: count, maxLength: count });
const order = fc.constantFrom(null, 'order-1');
const text = fc.constantFrom('Not delivered', 'No route to +13125550142 today', 'busy 1234567', '');
const failure = fc.record({
  code: fc.integer({ min: 1, max: 999 }),
  internalCode: fc.integer({ min: 0, max: 30 }),
  text,
});

const sms = fc.record<Omit<SmsReceipt, 'at'>>({
  by: fc.constant('sms'),
  messageId: fc.constant('m'),
  submitterMessageId: order,
  type: fc.constantFrom('System', 'Carrier', 'Handset', 'Handset', 'Aggregator'),
  error: fc.option(failure),
  forwardedTo: fc.oneof(
    { weight: 15, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('n', 'o') },
  ),
  part: fc.constant(null),
});
const part = fc.record({
  of: fc.constant('m'),
  total: fc.constantFrom(2, 3, 3),
  number: fc.integer({ min: 1, max: 3 }),
});
const smsPart = fc.tuple(sms, part).map(([receipt, part]) => ({ ...receipt, messageId: `m-${part.number}`, part }));
const mms = fc.record<Omit<MmsReport, 'at'>>({
  by: fc.constant('mms'),
  messageId: fc.constant('m'),
  recipient: fc.constantFrom('+13125550142', '+13125550143', '+13125550144'),
  status: fc.constantFrom('Forwarded', 'Retrieved', 'Rejected', 'Expired', 'Indeterminate', 'Deferred'),
  statusText: fc.constantFrom(null, 'Error 107 - Rejected [ref: 12]', 'no answer'),
});
const rbm = fc.record<Omit<RbmReport, 'at'>>({
  by: fc.constant('rbm'),
  messageId: fc.constant('m'),
  eventId: fc.uuid(),
  eventClass: fc.constantFrom('ServerEvent', 'UserEvent'),
  eventType: fc.constantFrom(
    'SENT',
    'FAILED',
    'TTL_EXPIRATION_REVOKED',
    'TTL_EXPIRATION_REVOKE_FAILED',
    'DELIVERED',
    'READ',
    'IS_TYPING',
  ),
});
const sender = (channel: Submission['channel']) =>
  fc.record<Omit<Submission, 'at'>>({
    by: fc.constant('sender'),
    channel: fc.constant(channel),
    messageId: fc.constant('m'),
    submitterMessageId: order,
    receiptOption: fc.constantFrom('ALL', 'ERROR'),
    expectWithinMinutes: fc.integer({ min: 1, max: 10_080 }),
  });

type Unsaid = Said extends infer S ? (S extends Said ? Omit<S, 'at'> : never) : never;

function about(channel: Submission['channel'], ...receipts: readonly fc.Arbitrary<Unsaid>[]): fc.Arbitrary<Said[]> {
  const one = fc.oneof(...receipts.map((arbitrary) => ({ weight: 6, arbitrary })), {
    weight: 1,
    arbitrary: sender(channel),
  });
  return fc
    .array(one, { minLength: 1, maxLength: 7 })
    .chain((all) =>
      instants(all.length).map((seconds) =>
        all.map((said, index) => ({ ...said, at: hour + (seconds[index] ?? 0) * 1_000 }) as Said),
      ),
    );
}

const named = fc
  .tuple(fc.constantFrom(...historyNames), fc.integer({ min: 0, max: 1e6 }))
  .map(([name, seed]) => [...byMessage(histories[name](createRandom(seed))).values()]);

const anything = fc.oneof(
  named,
  fc.oneof(about('sms', sms), about('sms', sms, smsPart), about('mms', mms), about('rbm', rbm)).map((one) => [one]),
);

/** The versions that come of receipts which arrive one after the other. */
function versionsOf(said: readonly Said[], receipts: readonly Receipt[], order: readonly number[], isPastDue: boolean) {
  const key = messageOf(said[0] as Said);
  const versions: Outcome[] = [];
  const arrived: Receipt[] = [];
  for (const index of order) {
    arrived.push(receipts[index] as Receipt);
    const folded = fold(key, arrived, isPastDue);
    const version = folded && next(versions.at(-1) ?? null, folded);
    if (version) versions.push(version);
  }
  return versions;
}

function withoutVersion({ version: _, corrects: __, ...outcome }: Outcome): ExpectedOutcome {
  return outcome;
}

/** Every receipt at least once, in any order, some again. */
function orders(count: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length: count }, (_, index) => index);
  return fc
    .array(fc.nat(Math.max(0, count - 1)), { maxLength: 4 })
    .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: count + again.length }));
}

test('in any order and with copies, receipts amount to what the oracle says, and their versions have no gap', async () => {
  await fc.assert(
    fc.asyncProperty(anything, fc.boolean(), fc.gen(), async (messages, isPastDue, gen) => {
      for (const said of messages) {
        const receipts = await Promise.all(said.map(receiptOf));
        const order = gen(orders, said.length);
        const versions = versionsOf(said, receipts, order, isPastDue);
        const newest = versions.at(-1);
        expect(newest === undefined ? null : withoutVersion(newest)).toEqual(expectedOutcome(said, isPastDue));
        expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
      }
    }),
    { numRuns: 1_000 },
  );
});
