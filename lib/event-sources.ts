/** What the consumer writes into each event as its source, and may write. */
export const eventSource = 'vibes.callbacks';

/** What `undelivered redrive` writes as the source of an event that carries what a function was given. */
export const handoverSource = 'vibes.callbacks.redelivery';
