/** What a person can mend: the command line prints the message, one sentence that says what to do, and exits with 1. */
export class LocalCloudError extends Error {
  override readonly name = 'LocalCloudError';
}
