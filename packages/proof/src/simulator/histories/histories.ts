import { createRandom, digits, moment, type Random } from '../../vibes/random';
import type { Arrival } from '../vibes';
import { paced } from '../workload';
import type { MessageChannel, MmsReport, RbmReport, Said, SmsReceipt, Submission } from './said';
import { callbackSaying } from './saying';

/** What is said about one message, or about those that belong together, in the order in which it usually comes. */
export type HistoryBuilder = (random: Random) => readonly Said[];

const minuteMs = 60_000;

/** Instants that follow each other, each seconds or minutes after the one before. */
function clockOf(random: Random): () => number {
  let now = moment(random);
  return () => {
    now += random.int(1_000, 5 * minuteMs);
    return now;
  };
}

type SmsTold = Partial<Pick<SmsReceipt, 'part' | 'forwardedTo' | 'submitterMessageId'>> & { readonly fails?: true };

/** Writes receipts of one message, or of one part of a split one. */
function sms(random: Random, next: () => number, messageId: string, common: SmsTold = {}) {
  return (type: string, more: SmsTold = {}): SmsReceipt => {
    const { part = null, forwardedTo = null, submitterMessageId = null, fails } = { ...common, ...more };
    const error = fails
      ? { code: random.int(100, 999), internalCode: failureCode(random), text: 'Not delivered' }
      : null;
    return { by: 'sms', at: next(), messageId, submitterMessageId, type, error, forwardedTo, part };
  };
}

/** Documented ones (wire contract §2.3), and one that is not. */
function failureCode(random: Random): number {
  return random.pick([1, 2, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 26, 99]);
}

function mms(next: () => number, messageId: string) {
  return (recipient: string, status: string): MmsReport => {
    const statusText = status === 'Rejected' ? 'Error 107 - Rejected [ref: 12]' : null;
    return { by: 'mms', at: next(), messageId, recipient, status, statusText };
  };
}

const userEvents = ['DELIVERED', 'READ', 'IS_TYPING'];

function rbm(random: Random, next: () => number) {
  const messageId = random.uuid();
  return (eventType: string): RbmReport => {
    const eventClass = userEvents.includes(eventType) ? 'UserEvent' : 'ServerEvent';
    return { by: 'rbm', at: next(), messageId, eventId: random.uuid(), eventClass, eventType };
  };
}

/** @param first when it submitted */
function submission(
  channel: MessageChannel,
  messageId: string,
  at: number,
  more: Partial<Submission> = {},
): Submission {
  const usual = { submitterMessageId: null, receiptOption: 'ALL', expectWithinMinutes: 60 } as const;
  return { by: 'sender', at, channel, messageId, ...usual, ...more };
}

function ofSms(build: (say: ReturnType<typeof sms>, random: Random) => readonly Said[]): HistoryBuilder {
  return (random) => {
    const submitterMessageId = random.chance(0.5) ? `order-${digits(random, 5)}` : null;
    return build(sms(random, clockOf(random), random.uuid(), { submitterMessageId }), random);
  };
}

type Part = (type: string, more?: SmsTold) => SmsReceipt;

/** Of a message that was split in three: its parts, and itself. */
function ofParts(build: (parts: readonly [Part, Part, Part], whole: Part) => readonly Said[]): HistoryBuilder {
  return (random) => {
    const next = clockOf(random);
    const original = random.uuid();
    const part = (number: number) => sms(random, next, random.uuid(), { part: { of: original, total: 3, number } });
    return build([part(1), part(2), part(3)], sms(random, next, original));
  };
}

function ofMms(
  build: (say: ReturnType<typeof mms>, recipients: readonly [string, string, string]) => readonly Said[],
): HistoryBuilder {
  return (random) => {
    // One after the other, so that they differ.
    const area = random.pick(['312', '415', '206']);
    const recipient = (index: number) => `+1${area}55501${index}${digits(random, 1)}`;
    return build(mms(clockOf(random), random.hex(20)), [recipient(1), recipient(2), recipient(3)]);
  };
}

function ofRbm(...eventTypes: readonly string[]): HistoryBuilder {
  return (random) => eventTypes.map(rbm(random, clockOf(random)));
}

/** Every kind of history, including those that integrators get wrong. */
export const histories = {
  'sms-accepted': ofSms((say) => [say('System')]),
  'sms-delivered': ofSms((say) => [say('System'), say('Carrier'), say('Handset')]),
  'sms-handset': ofSms((say) => [say('Carrier'), say('Handset')]),
  'sms-carrier-only': ofSms((say) => [say('Carrier')]),
  'sms-refused': ofSms((say) => [say('System', { fails: true })]),
  'sms-carrier-refuses': ofSms((say) => [say('System'), say('Carrier', { fails: true })]),
  'sms-carrier-error-after-success': ofSms((say) => [say('Carrier'), say('Carrier', { fails: true })]),
  'sms-late-handset': ofSms((say) => [say('Carrier', { fails: true }), say('Handset')]),
  'sms-handset-error-then-carrier': ofSms((say) => [say('Handset', { fails: true }), say('Carrier')]),
  'sms-handset-error-after-success': ofSms((say) => [say('Handset'), say('Handset', { fails: true })]),
  'sms-unknown-type': ofSms((say) => [say('Aggregator'), say('Carrier')]),
  'sms-evidence-only': ofSms((say) => [say('Aggregator'), say('carrier', { fails: true })]),
  'parts-delivered': ofParts((parts) => parts.flatMap((say) => [say('Carrier'), say('Handset')])),
  'parts-one-fails': ofParts(([one, two, three]) => [
    one('Handset'),
    two('Carrier', { fails: true }),
    two('Handset', { fails: true }),
    three('Handset'),
  ]),
  'parts-one-missing': ofParts(([one, two]) => [one('Handset'), two('Carrier'), two('Handset')]),
  'parts-one-slower': ofParts(([one, two, three]) => [one('Handset'), two('Handset'), three('Carrier')]),
  'parts-late-handset': ofParts(([one, two, three]) => [
    one('Handset'),
    two('Carrier', { fails: true }),
    three('Handset'),
    two('Handset'),
  ]),
  'parts-whole-refused': ofParts(([one, two], whole) => [
    one('Carrier'),
    whole('System', { fails: true }),
    two('Handset'),
  ]),
  'parts-whole-succeeds': ofParts(([one, two], whole) => [whole('Handset'), one('Handset'), two('Carrier')]),
  // What is said of the other message is an outcome of its own.
  'alternate-delivery': (random) => {
    const next = clockOf(random);
    const other = random.uuid();
    const say = sms(random, next, random.uuid());
    const sayOther = sms(random, next, other);
    return [
      say('Carrier', { fails: true }),
      say('System', { forwardedTo: other }),
      sayOther('Carrier'),
      say('Handset'),
      sayOther('Handset'),
    ];
  },
  'mms-retrieved': ofMms((say, [to]) => [say(to, 'Forwarded'), say(to, 'Retrieved')]),
  'mms-rejected': ofMms((say, [to]) => [say(to, 'Rejected')]),
  'mms-expired': ofMms((say, [to]) => [say(to, 'Forwarded'), say(to, 'Expired')]),
  'mms-undetermined': ofMms((say, [to]) => [say(to, 'Indeterminate')]),
  'mms-determined': ofMms((say, [to]) => [say(to, 'Indeterminate'), say(to, 'Retrieved')]),
  'mms-rejected-after-retrieved': ofMms((say, [to]) => [say(to, 'Retrieved'), say(to, 'Rejected')]),
  'mms-all-recipients': ofMms((say, all) => [
    ...all.map((to) => say(to, 'Forwarded')),
    ...all.map((to) => say(to, 'Retrieved')),
  ]),
  'mms-one-recipient-fails': ofMms((say, [one, two, three]) => [
    say(one, 'Retrieved'),
    say(two, 'Expired'),
    say(three, 'Rejected'),
  ]),
  'mms-one-recipient-waits': ofMms((say, [one, two]) => [say(one, 'Retrieved'), say(two, 'Indeterminate')]),
  'mms-unknown-status': ofMms((say, [to]) => [say(to, 'Deferred'), say(to, 'Forwarded')]),
  'rbm-read': ofRbm('SENT', 'DELIVERED', 'READ'),
  'rbm-delivered': ofRbm('SENT', 'DELIVERED'),
  'rbm-failed': ofRbm('SENT', 'FAILED'),
  'rbm-revoked': ofRbm('SENT', 'TTL_EXPIRATION_REVOKED'),
  'rbm-revoked-and-read': ofRbm('TTL_EXPIRATION_REVOKED', 'READ'),
  'rbm-revoke-failed': ofRbm('SENT', 'TTL_EXPIRATION_REVOKE_FAILED'),
  'rbm-evidence-only': ofRbm('TTL_EXPIRATION_REVOKE_FAILED', 'EVENT_TYPE_UNSPECIFIED', 'IS_TYPING'),
  'submitted-delivered': submitted({}, (say) => [say('Carrier'), say('Handset')]),
  'submitted-after-receipts': (random) => {
    const [first, ...receipts] = submitted({}, (say) => [say('Carrier', { fails: true })])(random);
    return [...receipts, ...(first === undefined ? [] : [first])];
  },
  'submitted-silent': submitted({}, () => []),
  'submitted-silent-errors-only': submitted({ receiptOption: 'ERROR' }, () => []),
  'submitted-errors-only-fails': submitted({ receiptOption: 'ERROR' }, (say) => [say('Carrier', { fails: true })]),
} as const satisfies Record<string, HistoryBuilder>;

export type HistoryName = keyof typeof histories;

export const historyNames = Object.keys(histories) as readonly HistoryName[];

function submitted(more: Partial<Submission>, receipts: (say: Part) => readonly Said[]): HistoryBuilder {
  return (random) => {
    const next = clockOf(random);
    const messageId = random.uuid();
    const submitterMessageId = `order-${digits(random, 5)}`;
    const first = submission('sms', messageId, next(), { submitterMessageId, ...more });
    return [first, ...receipts(sms(random, next, messageId, { submitterMessageId }))];
  };
}

export interface HistoriesPlan {
  readonly seed: number;
  /** How many; a history may be about two messages. */
  readonly count: number;
  /** Taken in turn. @default - all */
  readonly names?: readonly HistoryName[];
  /** Callbacks a second; absent: as fast as the connections let them through. */
  readonly perSecond?: number;
  /** Share, 0 to 1, of callbacks that are sent twice at the same moment. */
  readonly copies: number;
  /** When all submissions were made, in milliseconds: the bus refuses times that are long past. */
  readonly submittedAt: number;
}

export interface PlannedHistories {
  readonly arrivals: readonly Arrival[];
  readonly submissions: readonly Submission[];
  readonly said: readonly Said[];
}

/** How far the callbacks of different messages get among each other. */
const spread = 60;

/** What Vibes will send: half of the histories in their usual order, half in any, all of them mixed. */
export function planHistories(plan: HistoriesPlan): PlannedHistories {
  const { seed, count, names = historyNames, perSecond, copies, submittedAt } = plan;
  const random = createRandom(seed);
  const placed = Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length];
    const said = name === undefined ? [] : histories[name](random);
    return said
      .map((one) => (one.by === 'sender' ? { ...one, at: submittedAt } : one))
      .map(placedBy(said, index, random));
  }).flat();
  const said = placed.sort((a, b) => a.place - b.place).map(({ one }) => one);
  const callbacks = said.flatMap((one) => (one.by === 'sender' ? [] : [callbackSaying(one)]));
  const sent = callbacks.flatMap((callback) => (random.chance(copies) ? [callback, callback] : [callback]));
  return {
    arrivals: paced(sent, perSecond),
    submissions: said.filter((one) => one.by === 'sender'),
    said,
  };
}

function placedBy(said: readonly Said[], history: number, random: Random) {
  const places = said.map(() => history * 3 + random.int(0, spread));
  if (random.chance(0.5)) places.sort((a, b) => a - b);
  return (one: Said, index: number) => ({ one, place: places[index] ?? 0 });
}
