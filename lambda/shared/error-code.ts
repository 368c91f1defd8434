/**
 * An error as a code that may be logged: the `code` of our own errors, otherwise its name, or Node's `code` if the name
 * is just `Error`. Its message is never used, because it may quote what was sent; for the same reason, a code that is
 * not a plain identifier is not used either.
 */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('name' in error)) return 'Unknown';
  const code = isCoded(error.name) && 'code' in error ? error.code : error.name;
  return typeof code === 'string' && /^[A-Za-z._-]{1,64}$/.test(code) ? code : 'Unknown';
}

/** Names that say less than the error's `code`. */
function isCoded(name: unknown): boolean {
  return name === 'Error' || name === 'EnvelopeError';
}
