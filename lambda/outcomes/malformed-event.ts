/** An event that cannot be read. Its message says why, and quotes no content. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}
