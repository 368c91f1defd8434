/**
 * What happens to a call instead of being answered:
 * `error` a 5XX of the service · `throttle` its own throttling error · `timeout` no answer, not carried out ·
 * `slow` carried out at once, the answer held back by `delayMs` · `late` carried out only after `delayMs`, also when the
 * caller is gone by then · `crash-before`, `crash-after` the calling worker is killed before or after it is carried out ·
 * `partial` answered 200, but `rate` of its entries fail (PutEvents, BatchWriteItem, SendMessageBatch, DeleteMessageBatch)
 */
export type FaultMode = 'error' | 'throttle' | 'timeout' | 'slow' | 'late' | 'crash-before' | 'crash-after' | 'partial';

export interface Fault {
  /** `sqs`, `dynamodb`, `s3`, `events`, `secretsmanager`. */
  readonly service: string;
  /** `SendMessage`, `PutItem`, …; every action where absent. */
  readonly action?: string;
  readonly mode: FaultMode;
  /** With `slow` and `late`, in ms. */
  readonly delayMs?: number;
  /** How many calls fail, or for how long; until reset where both are absent. */
  readonly count?: number;
  readonly seconds?: number;
  /** 0 to 1: the share of calls that fail (with `partial`: of entries); 1 where absent. */
  readonly rate?: number;
}
