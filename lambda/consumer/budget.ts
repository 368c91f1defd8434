/**
 * How one invocation spends its time. The function's timeout (15 s) is not repeated here: Lambda says how much of it is
 * left.
 */
export const consumerBudget = {
  /** Every AWS call is aborted this long before the deadline, so that the answer gets out and the lease's end holds. */
  answerMs: 500,
  /** Publication is aborted this long before the deadline, so that what was published can still be completed. */
  completionMs: 2_500,
  /**
   * Reads, claims and objects are aborted this long before the deadline, so that one that hangs does not take the
   * others along.
   */
  publicationMs: 5_000,
  /**
   * Nothing is read or claimed with less than this left: it could not be finished, and its claim would block the next
   * try.
   */
  waveMs: 6_500,
  /**
   * A lease lasts this much longer than its invocation, because the next worker reads it by another clock. Lambda's
   * hosts are synchronized to milliseconds (Amazon Time Sync Service); with `answerMs` the protocol tolerates a
   * difference of 2.5 s.
   */
  clockSkewMs: 2_000,
  /** Message bytes that are read and published together: ten SMS fit, so that they cost one PutEvents call. */
  groupBytes: 64 * 1024,
  /**
   * A larger message is read alone, after the smaller ones were published: reading may take a few milliseconds per KiB,
   * and a body that kills the process must not take others with it.
   */
  aloneBytes: 16 * 1024,
} as const;
