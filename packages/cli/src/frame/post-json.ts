const timeoutMs = 10_000;

/** Posts a JSON document unchanged. @returns the status of the answer; a redirect is not followed */
export async function postJson(url: string, body: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  await response.arrayBuffer();
  return response.status;
}

/** Why a call failed: `fetch` says it in the cause of its error. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // Where a name has several addresses (`localhost`), the cause is an AggregateError without a message.
  return cause.message || ('code' in cause ? String(cause.code) : error.message);
}
