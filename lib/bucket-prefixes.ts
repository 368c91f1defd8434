/**
 * The prefixes of the callback bucket; each has its own lifetime. The functions write the first three, `dead drop` and
 * `undelivered drop` their records under `dropped/`, and Firehose `access-logs/`.
 */
export const prefixes = {
  overflow: 'overflow/',
  attachments: 'attachments/',
  unrecognized: 'unrecognized/',
  dropped: 'dropped/',
  accessLogs: 'access-logs/',
} as const;
