/** A usage mistake, reported in a sentence that says what to do: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
