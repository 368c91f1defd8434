/** CloudWatch namespace and names of what the functions count; `lib/alarms.ts` alarms on them, a test ties the two. */
export const metricNamespace = 'VibesCallbacks';

export const metricNames = [
  /** Ingest answered 401: wrong credentials on the MO route. */
  'MoUnauthorized',
  /** The authorizer of the MO route answered 401 with the challenge; by stage (dimension `Stage`). */
  'MoChallenged',
  /** An MO message came with the right password; by version of the secret (dimension `SecretVersion`). No alarm. */
  'MoAuthenticated',
  /** A secret could not be read: 503. Or its current version is damaged, and only the previous one passes. */
  'SecretUnreadable',
  /** An envelope went to the overflow bucket, because the queue refused it, failed or was slow; not for its size. */
  'OverflowUsed',
  /** Ingest could store a callback nowhere: 503. */
  'StoreFailed',
  /** A callback was kept as unrecognized. */
  'Unrecognized',
  /** A moMessage came by a route that asks for no password. */
  'MoUnauthenticated',
  /** RBM without a signature that matches, although a secret is configured. */
  'RbmUnverified',
  /** The consumer gave a record back to the queue. */
  'RecordFailed',
  /** The daily sweep found a callback in the overflow bucket that was never published, and queued it again. */
  'OverflowRequeued',
  /** A second copy of a published callback was counted and dropped. */
  'DuplicateDropped',
] as const;

export type MetricName = (typeof metricNames)[number];
