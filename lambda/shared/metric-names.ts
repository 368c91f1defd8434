/** CloudWatch namespace and names of the functions' metrics. `lib/alarms.ts` uses them; a test keeps the two equal. */
export const metricNamespace = 'VibesCallbacks';

export const metricNames = [
  /** Ingest answered 401: wrong credentials on the MO route. In all, and by stage (dimension `Stage`). */
  'MoUnauthorized',
  /**
   * The authorizer of the MO route answered 401 with the challenge; by stage (dimension `Stage`). If there are two
   * stages, each call that it let through is a sample of 0, so the SampleCount is all of the stage's calls.
   */
  'MoChallenged',
  /** An MO message came with the right password; by version of the secret (dimension `SecretVersion`). No alarm. */
  'MoAuthenticated',
  /** A secret could not be read (503), or its current version is damaged and only the previous one is accepted. */
  'SecretUnreadable',
  /**
   * An envelope went to the overflow bucket because the queue refused it, failed or was slow; not because of its size.
   */
  'OverflowUsed',
  /** Ingest could not store a callback anywhere: 503. */
  'StoreFailed',
  /** A callback was kept as unrecognized. */
  'Unrecognized',
  /** A moMessage came on a route that asks for no password. */
  'MoUnauthenticated',
  /** RBM without a matching signature, although a secret is configured. */
  'RbmUnverified',
  /** The consumer returned a record to the queue. */
  'RecordFailed',
  /** The daily sweep found a callback in the overflow bucket that was never published, and queued it again. */
  'OverflowRequeued',
  /** A second copy of a published callback was counted and dropped. */
  'DuplicateDropped',
] as const;

export type MetricName = (typeof metricNames)[number];
