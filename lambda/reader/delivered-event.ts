import type { CallbackDetail } from './event-schemas';
import { type DetailType, detailTypes } from './families';

/** A callback as a rule's target gets it: the whole event, not only its `detail`. */
export interface DeliveredEvent<T extends DetailType = DetailType> {
  readonly version: string;
  readonly id: string;
  readonly source: string;
  readonly account: string;
  /** When the callback was received; ISO 8601, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly 'detail-type': T;
  readonly detail: CallbackDetail<T>;
  /** Set if a replay of the archive sent it. */
  readonly 'replay-name'?: string;
}

/** A guard for the callbacks of a type. It checks source and type only: every event with these follows the schema. */
export function isOfType<T extends DetailType>(detailType: T) {
  return (event: unknown): event is DeliveredEvent<T> => typeOf(event) === detailType;
}

/** Whether an event comes from this service. */
export function isCallback(event: unknown): event is DeliveredEvent {
  const found = typeOf(event);
  return detailTypes.some((type) => type === found);
}

/** The `detail-type` of an event of this service. */
function typeOf(event: unknown): unknown {
  if (typeof event !== 'object' || event === null) return undefined;
  const { source, 'detail-type': detailType } = event as { source?: unknown; 'detail-type'?: unknown };
  return source === 'vibes.callbacks' ? detailType : undefined;
}
