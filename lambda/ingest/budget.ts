/**
 * How one invocation spends its time, in milliseconds from its start. Vibes gives up after 2 s (wire contract §1), the
 * gateway after 1,800 ms and Lambda after 1 s, so the answer must be sent before the first of these, even if a call
 * hangs.
 *
 * A client's first call loads the client and opens a connection, which takes a few hundred ms on the third of a core
 * that 512 MB get (decision 0010). That is no sign of a service that hangs, so the first call has a longer limit.
 */
export const budget = {
  /** All reads of secrets, including a second read after a mismatch. */
  secretMs: 250,
  /** The same, until a read has worked in this environment. */
  firstSecretMs: 450,
  /** SendMessage: its p99 is about 100 ms. */
  queueMs: 300,
  /** The same, until the queue has accepted a message from this environment. */
  firstQueueMs: 400,
  /**
   * A later SendMessage that has no answer by now will probably be abandoned, so the overflow write gets ready in
   * parallel. Not during a first one, which would then get less of the processor.
   */
  prepareMs: 100,
  /** When the overflow write is abandoned, which ends all work. */
  totalMs: 900,
  /**
   * It is also abandoned this long before Lambda kills the invocation, if that is earlier. After a kill, Lambda
   * restarts the function within the next invocation, and the restart counts against that invocation's timeout
   * (decision 0010).
   */
  answerMs: 100,
} as const;
