import type { CallbackDetail } from './event-schemas';
import { type DetailType, detailTypes, type EventType } from './families';

/** An event as a rule's target gets it, not only its `detail`; by default that of a callback. */
export interface DeliveredEvent<T extends EventType = DetailType> {
  readonly version: string;
  readonly id: string;
  readonly source: string;
  readonly account: string;
  /** When the callback was received, or the outcome made; ISO 8601, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly 'detail-type': T;
  readonly detail: CallbackDetail<T>;
  /** Set if a replay of the archive sent it. */
  readonly 'replay-name'?: string;
}

/** A guard for the events of a type. It checks source and type only: every event with these follows the schema. */
export function isOfType<T extends EventType>(detailType: T) {
  return (event: unknown): event is DeliveredEvent<T> => typeOf(event) === detailType;
}

/** Whether an event is a callback. A `Message Outcome` is not one. */
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
