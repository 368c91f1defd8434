/** A mistake of whoever typed the command, told in a sentence that says what to do: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
