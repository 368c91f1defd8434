/** The `source` of every event; the consumer may publish no other. */
export const eventSource = 'vibes.callbacks';

/** The `source` with which `undelivered redrive` publishes an event that a function failed on. */
export const handoverSource = 'vibes.callbacks.redelivery';
