import { UsageError } from '../support/usage-error';
import type { Endpoint } from './http-post';
import { openRequest } from './open-request';

/** API Gateway answers within 29 s; who waits longer than this has the wrong address. */
const patienceMs = 10_000;

/**
 * Requests the endpoint's base URL, as a browser would: 200, and nothing is kept. Reports a mistake before hundreds of
 * callbacks run into it.
 * @throws UsageError if there is no answer, or not the stack's
 */
export async function probe(endpoint: Endpoint): Promise<void> {
  const answer = await ask(endpoint);
  if (typeof answer === 'string') {
    throw new UsageError(
      `Nobody answers at ${endpoint.url} (${answer}): take the stack output EndpointUrl, or start the local cloud first ("npm start").`,
    );
  }
  if (answer === 403) {
    throw new UsageError(
      `403 from ${endpoint.url}: is the stage missing (EndpointUrl ends with it), or is this address none of those that the stack lets in (extraAddresses)?`,
    );
  }
  if (answer === 404) throw new UsageError(`404 from ${endpoint.url}: take the stack output EndpointUrl.`);
}

/** The status, or the code of what went wrong on the way. */
function ask({ url, headers, tls }: Endpoint): Promise<number | string> {
  const options = { ...tls, method: 'GET', headers, agent: false, signal: AbortSignal.timeout(patienceMs) } as const;
  return new Promise((resolve) => {
    const outgoing = openRequest(url, options, (incoming) => {
      incoming.on('error', () => undefined);
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.on('error', (error) => resolve(codeOf(error)));
    outgoing.end();
  });
}

function codeOf(error: Error & { readonly code?: unknown }): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer in ${patienceMs / 1_000} s`;
  return typeof error.code === 'string' ? error.code : error.message;
}
