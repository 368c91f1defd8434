/** What keeps a command from answering: wrong usage, no such stack, no credentials. One sentence that says what to do. */
export class OpsError extends Error {
  override readonly name = 'OpsError';
}
