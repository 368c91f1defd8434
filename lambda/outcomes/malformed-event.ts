/** An event that nothing can be made of. Its message says why, and quotes no content. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}
