/** What the callback bucket is divided into; each has its own lifetime. The functions write the first three; `dropped/` is for the records of `dead drop`, `access-logs/` for Firehose. */
export const prefixes = {
  overflow: 'overflow/',
  attachments: 'attachments/',
  unrecognized: 'unrecognized/',
  dropped: 'dropped/',
  accessLogs: 'access-logs/',
} as const;
