import type { LocalState } from '@vibes-callbacks/local-cloud';
import type { PublishedLine } from '../simulator/compare-events';
import type { Delivery } from '../simulator/delivery';
import type { OutcomeReport } from '../simulator/histories/compare-outcomes';

/** A dead letter, identified by the bytes that Vibes sent. */
export interface DeadLetterMessage {
  /** The callback's key; null for what no callback brought. */
  readonly key: string | null;
}

/** What `credentials retire` answered. */
export type Retirement = 'retired' | 'refused';

/** The subscriptions that `subscriptions.ts` makes. */
export type SubscriptionName = 'Orders' | 'Answers';

/** What is left after a scenario has run. */
export interface Evidence {
  readonly deliveries: readonly Delivery[];
  readonly lines: readonly PublishedLine[];
  readonly deadLetters: readonly DeadLetterMessage[];
  readonly state: LocalState;
  readonly retirements: readonly Retirement[];
  /** What the target of `replayRule` got by replays. */
  readonly replayed: readonly PublishedLine[];
  /** Ids of the events that each subscription got, as often as it got them; undefined if not measured. */
  readonly received?: Readonly<Record<SubscriptionName, readonly string[]>>;
  /** What became of the messages of histories; undefined if there were none. */
  readonly outcomes?: OutcomeReport;
  /** How many of them were published after the same receipts were sent again; undefined if they were not. */
  readonly outcomesAgain?: number;
  /** Events that the function that keeps outcomes gave up; undefined if not measured. */
  readonly undeliveredReceipts?: number;
  /** From the beginning until the last event was published; null if not measured. */
  readonly publishedWithinSeconds: number | null;
  /** Whether there were faults. */
  readonly faultsSet: boolean;
  /** Key of every body that was sent, by its SHA-256: an Unrecognized Callback carries no other name. */
  readonly keyOfBody: ReadonlyMap<string, string>;
}
