/** How long Vibes retries after a 5XX, or a 401 on the MO route (wire contract §1). */
export const vibesRetriesMs = 25 * 60_000;

/** How long a dead-letter queue and a queue of undelivered events keep a message (architecture §8). */
export const parkedMs = 14 * 24 * 60 * 60_000;
