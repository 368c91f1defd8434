/**
 * How one invocation spends its time, in milliseconds from its start. Vibes gives up after 2 s (wire contract §1), the
 * gateway after 1,800 ms and Lambda after 1 s: the answer must be sent before the first of these, whatever hangs.
 *
 * The first call of a client loads it and opens a connection, which takes the third of a core that 512 MB get some
 * hundred ms (decision 0010). That is no sign of a service that hangs, so it has a longer limit.
 */
export const budget = {
  /** Everything that reads a secret, a second read on a mismatch included. */
  secretMs: 250,
  /** The same, until a read has worked in this environment. */
  firstSecretMs: 450,
  /** SendMessage: its p99 is about 100 ms. */
  queueMs: 300,
  /** The same, until the queue has taken a message of this environment. */
  firstQueueMs: 400,
  /**
   * A later SendMessage that is unanswered is likely to be given up: from here the overflow write gets ready beside it.
   * Not beside a first one, which would get the less of the processor for it.
   */
  prepareMs: 100,
  /** When the overflow write is given up, and so the last moment of all work. */
  totalMs: 900,
  /**
   * And it is given up this long before Lambda kills the invocation, if that is earlier: after a kill Lambda starts the
   * function again within the next invocation, whose timeout has that start in it (decision 0010).
   */
  answerMs: 100,
} as const;
