const codes: ReadonlySet<unknown> = new Set(['Stored', 'StoredLarge', 'OverflowUsed']);

/** Whether ingest logs this code for a callback that it stored (`lambda/ingest/outcome.ts`). */
export function isStored(code: unknown): boolean {
  return codes.has(code);
}
