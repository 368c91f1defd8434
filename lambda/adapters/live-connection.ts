/** What Node reports when the other side has closed the connection. */
const closedCodes: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/**
 * Calls again, at once and once, when the connection was closed by the other side. Lambda freezes an environment between
 * two invocations, so a kept connection may have died unseen, and the SDK's own retry would sleep first.
 */
export async function onLiveConnection<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && 'code' in error && closedCodes.includes(error.code)) return call();
    throw error;
  }
}
