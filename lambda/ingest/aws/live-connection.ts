/** The codes that Node reports when the other side has closed the connection. */
const closedCodes: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/**
 * Retries once, without a pause, when the connection was closed by the other side. Lambda freezes an environment
 * between two invocations, so a kept connection may have been closed unnoticed.
 */
export async function onLiveConnection<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isClosed(error)) return call();
    throw error;
  }
}

function isClosed(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && closedCodes.includes(error.code);
}
