/** What an action throws to be answered with an error of its service. */
export class AwsError extends Error {
  constructor(
    /** The service's own code: `ValidationError`, `ResourceNotFoundException`. */
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
