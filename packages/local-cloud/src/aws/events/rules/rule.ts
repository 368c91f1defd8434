import type { EventPattern } from '../pattern/compile-pattern';
import type { TargetInput } from './target-input';

/** A rule of the template that the local cloud runs. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
  /** How often it emits an event. @default - no schedule */
  readonly everyMinutes?: number;
}

export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly input: TargetInput;
  /** Tries after the first. */
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly deadLetterArn?: string;
  /** The role that EventBridge assumes for it; without one the target's own policy decides. */
  readonly roleLogicalId?: string;
}
