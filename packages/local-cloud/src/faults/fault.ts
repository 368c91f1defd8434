import type { FaultLimits } from './active-faults';

/**
 * What happens to a call instead of being answered:
 * `error` a 5XX of the service · `throttle` its own throttling error · `timeout` no answer, not carried out ·
 * `slow` carried out at once, the answer held back by `delayMs` · `late` carried out only after `delayMs`, also when the
 * caller is gone by then · `crash-before`, `crash-after` the calling worker is killed before or after it is carried out ·
 * `partial` answered 200, but `rate` of its entries fail (PutEvents, BatchWriteItem, SendMessageBatch, DeleteMessageBatch)
 */
export const serviceModes = [
  'error',
  'throttle',
  'timeout',
  'slow',
  'late',
  'crash-before',
  'crash-after',
  'partial',
] as const;
export type FaultMode = (typeof serviceModes)[number];

export interface Fault extends FaultLimits {
  /** `sqs`, `dynamodb`, `s3`, `events`, `secretsmanager`. */
  readonly service: string;
  /** `SendMessage`, `PutItem`, …; every action where absent. */
  readonly action?: string;
  readonly mode: FaultMode;
  /** With `slow` and `late`, in ms. */
  readonly delayMs?: number;
}

export const ruleModes = ['error', 'throttle'] as const;

/**
 * What `POST /_local/faults` can do to the targets of rules, with `service: "rule"`: each call of EventBridge to one
 * fails, `error` with a 5XX of the target, `throttle` with its throttling error. EventBridge tries both again.
 */
export interface RuleFault extends FaultLimits {
  /** A part of the rule's name; every rule where absent. */
  readonly rule?: string;
  readonly mode: (typeof ruleModes)[number];
}
