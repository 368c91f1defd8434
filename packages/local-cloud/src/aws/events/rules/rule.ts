import type { EventPattern } from '../pattern/compile-pattern';
import type { TargetInput } from './target-input';

/** A rule of the template that the local cloud goes by. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
  /** So often it makes an event by itself. @default - it has no schedule */
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
  /** The role that EventBridge takes for it; without one the target's own policy decides. */
  readonly roleLogicalId?: string;
}
