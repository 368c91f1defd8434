import { statusTextOf } from '../../vibes/mms-delivery-report';
import { createRandom, digits, moment, type Random } from '../../vibes/random';
import type { Arrival } from '../vibes';
import { paced } from '../workload';
import type { MmsReport, RbmReport, Said, SmsReceipt, Submission } from './said';
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

interface Item {
  /** Of a message in parts or to several recipients: which; `0` for the whole. */
  readonly of: number;
  readonly word: string;
  readonly fails: boolean;
}

/** Reads `2:Carrier! 2:Handset`: a receipt each, `!` for an error. */
function itemsOf(text: string): Item[] {
  return [...text.matchAll(/(?:(\d):)?(\w+)(!?)/g)].map(([, of = '0', word = '', mark]) => {
    return { of: Number(of), word, fails: mark === '!' };
  });
}

type About = Partial<SmsReceipt> & Pick<SmsReceipt, 'messageId'>;

function receipt(random: Random, next: () => number, { word, fails }: Omit<Item, 'of'>, about: About): SmsReceipt {
  const error = fails ? { code: random.int(100, 999), internalCode: failureCode(random), text: 'Not delivered' } : null;
  return {
    by: 'sms',
    at: next(),
    submitterMessageId: null,
    type: word,
    error,
    forwardedTo: null,
    part: null,
    ...about,
  };
}

/** Documented ones (wire contract §2.3), and one that is not. */
function failureCode(random: Random): number {
  return random.pick([1, 2, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 26, 99]);
}

function orderId(random: Random): string {
  return `order-${digits(random, 5)}`;
}

function sms(text: string): HistoryBuilder {
  return (random) => {
    const submitterMessageId = random.chance(0.5) ? orderId(random) : null;
    const next = clockOf(random);
    const about = { messageId: random.uuid(), submitterMessageId };
    return itemsOf(text).map((item) => receipt(random, next, item, about));
  };
}

/** Of a message that was split in three. */
function parts(text: string): HistoryBuilder {
  return (random) => {
    const next = clockOf(random);
    const of = random.uuid();
    const abouts: readonly About[] = [
      { messageId: of },
      ...[1, 2, 3].map((number) => ({ messageId: random.uuid(), part: { of, total: 3, number } })),
    ];
    return itemsOf(text).map((item) => receipt(random, next, item, abouts[item.of] ?? { messageId: of }));
  };
}

/** A message that is sent another way after its error; what is said of the other one is an outcome of its own. */
const alternateDelivery: HistoryBuilder = (random) => {
  const next = clockOf(random);
  const other = { messageId: random.uuid() };
  const first = { messageId: random.uuid() };
  const say = (word: string, about: About, fails = false) => receipt(random, next, { word, fails }, about);
  return [
    say('Carrier', first, true),
    say('System', { ...first, forwardedTo: other.messageId }),
    say('Carrier', other),
    say('Handset', first),
    say('Handset', other),
  ];
};

/** Of a message to up to three recipients. */
function mms(text: string): HistoryBuilder {
  return (random) => {
    const area = random.pick(['312', '415', '206']);
    const next = clockOf(random);
    const messageId = random.hex(20);
    const recipients = [1, 2, 3].map((index) => `+1${area}55501${index}${digits(random, 1)}`);
    return itemsOf(text).map(({ of, word: status }): MmsReport => {
      const recipient = recipients[of - 1] ?? '';
      return { by: 'mms', at: next(), messageId, recipient, status, statusText: statusTextOf(status) };
    });
  };
}

const userEvents = ['DELIVERED', 'READ', 'IS_TYPING'];

function rbm(text: string): HistoryBuilder {
  return (random) => {
    const next = clockOf(random);
    const messageId = random.uuid();
    return itemsOf(text).map(({ word: eventType }): RbmReport => {
      const eventClass = userEvents.includes(eventType) ? 'UserEvent' : 'ServerEvent';
      return { by: 'rbm', at: next(), messageId, eventId: random.uuid(), eventClass, eventType };
    });
  };
}

/** The sender's own event, then what Vibes says. */
function submitted(text: string, receiptOption: Submission['receiptOption'] = 'ALL'): HistoryBuilder {
  return (random) => {
    const next = clockOf(random);
    const about = { messageId: random.uuid(), submitterMessageId: orderId(random) };
    const first: Submission = {
      ...{ by: 'sender', channel: 'sms', at: next(), ...about },
      ...{ receiptOption, expectWithinMinutes: 60 },
    };
    return [first, ...itemsOf(text).map((item) => receipt(random, next, item, about))];
  };
}

/** Every kind of history, including those that integrators often get wrong. */
export const histories = {
  'sms-accepted': sms('System'),
  'sms-delivered': sms('System Carrier Handset'),
  'sms-handset': sms('Carrier Handset'),
  'sms-carrier-only': sms('Carrier'),
  'sms-refused': sms('System!'),
  'sms-carrier-refuses': sms('System Carrier!'),
  'sms-carrier-error-after-success': sms('Carrier Carrier!'),
  'sms-late-handset': sms('Carrier! Handset'),
  'sms-handset-error-then-carrier': sms('Handset! Carrier'),
  'sms-handset-error-after-success': sms('Handset Handset!'),
  'sms-unknown-type': sms('Aggregator Carrier'),
  'sms-evidence-only': sms('Aggregator carrier!'),
  'parts-delivered': parts('1:Carrier 1:Handset 2:Carrier 2:Handset 3:Carrier 3:Handset'),
  'parts-one-fails': parts('1:Handset 2:Carrier! 2:Handset! 3:Handset'),
  'parts-one-missing': parts('1:Handset 2:Carrier 2:Handset'),
  'parts-one-slower': parts('1:Handset 2:Handset 3:Carrier'),
  'parts-late-handset': parts('1:Handset 2:Carrier! 3:Handset 2:Handset'),
  'parts-whole-refused': parts('1:Carrier 0:System! 2:Handset'),
  'parts-whole-succeeds': parts('0:Handset 1:Handset 2:Carrier'),
  'alternate-delivery': alternateDelivery,
  'mms-retrieved': mms('1:Forwarded 1:Retrieved'),
  'mms-rejected': mms('1:Rejected'),
  'mms-expired': mms('1:Forwarded 1:Expired'),
  'mms-undetermined': mms('1:Indeterminate'),
  'mms-determined': mms('1:Indeterminate 1:Retrieved'),
  'mms-rejected-after-retrieved': mms('1:Retrieved 1:Rejected'),
  'mms-all-recipients': mms('1:Forwarded 2:Forwarded 3:Forwarded 1:Retrieved 2:Retrieved 3:Retrieved'),
  'mms-one-recipient-fails': mms('1:Retrieved 2:Expired 3:Rejected'),
  'mms-one-recipient-waits': mms('1:Retrieved 2:Indeterminate'),
  'mms-unknown-status': mms('1:Deferred 1:Forwarded'),
  'rbm-read': rbm('SENT DELIVERED READ'),
  'rbm-delivered': rbm('SENT DELIVERED'),
  'rbm-failed': rbm('SENT FAILED'),
  'rbm-revoked': rbm('SENT TTL_EXPIRATION_REVOKED'),
  'rbm-revoked-and-read': rbm('TTL_EXPIRATION_REVOKED READ'),
  'rbm-revoke-failed': rbm('SENT TTL_EXPIRATION_REVOKE_FAILED'),
  'rbm-evidence-only': rbm('TTL_EXPIRATION_REVOKE_FAILED EVENT_TYPE_UNSPECIFIED IS_TYPING'),
  'submitted-delivered': submitted('Carrier Handset'),
  'submitted-after-receipts': (random) => submitted('Carrier!')(random).toReversed(),
  'submitted-silent': submitted(''),
  'submitted-silent-errors-only': submitted('', 'ERROR'),
  'submitted-errors-only-fails': submitted('Carrier!', 'ERROR'),
} as const satisfies Record<string, HistoryBuilder>;

export type HistoryName = keyof typeof histories;

export const historyNames = Object.keys(histories) as readonly HistoryName[];

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

/** How much the callbacks of different messages are mixed. */
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
