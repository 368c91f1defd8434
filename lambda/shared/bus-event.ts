/** The `source` of every event. */
export const eventSource = 'vibes.callbacks';

/** An EventBridge entry without the bus name. `detail` is JSON text, and is passed on unchanged. */
export interface BusEvent {
  readonly id: string;
  readonly detailType: string;
  readonly detail: string;
  /** EventBridge's `time`: for a callback, when ingest received it. ISO 8601. */
  readonly time: string;
}
