/**
 * How one invocation spends its time, in milliseconds from its start. Vibes gives up after 2 s (wire contract §1), the
 * gateway after 1,800 ms and Lambda after 1 s: the answer must be sent before the first of these, whatever hangs.
 */
export const budget = {
  /**
   * How long after the start the secrets are read in advance. A callback that started the function and needs no secret
   * goes first: its SendMessage takes 10 ms of a whole CPU, and 512 MB of memory get less than a third of one.
   */
  warmAfterMs: 100,
  /** Everything that reads a secret, a second read on a mismatch included. */
  secretMs: 250,
  /** SendMessage: its p99 is about 100 ms. */
  queueMs: 300,
  /** An unanswered SendMessage is likely to be given up: from here the overflow write gets ready beside it. */
  prepareMs: 100,
  /** When the overflow write is given up, and so the last moment of all work. */
  totalMs: 900,
} as const;
