import { readFile } from 'node:fs/promises';
import { UsageError } from '../support/run-main';
import { type Endpoint, openRequest } from './http-post';
import type { SimulateOptions } from './options';

/** The default of the setting `moUserName`. */
const defaultUsername = 'vibes';

/** The endpoint as the command line describes it; reads the certificate's files. */
export async function endpointOf(options: SimulateOptions, url: string): Promise<Endpoint> {
  const { username = defaultUsername, password } = options;
  return {
    url,
    credentials: () => (password === undefined ? undefined : { username, password }),
    waitForChallenge: options.challenge,
    keepAlive: options.keepAlive,
    headers: options.sourceIp === undefined ? {} : { 'x-local-source-ip': options.sourceIp },
    connections: options.connections,
    tls: await readTls(options),
    ...(options.rbmSecret === undefined ? {} : { rbmSecret: options.rbmSecret }),
  };
}

async function readTls({ cert, key, ca }: SimulateOptions): Promise<NonNullable<Endpoint['tls']>> {
  return {
    ...(cert === undefined ? {} : { cert: await readPem(cert) }),
    ...(key === undefined ? {} : { key: await readPem(key) }),
    ...(ca === undefined ? {} : { ca: await readPem(ca) }),
  };
}

async function readPem(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(`the file ${path} cannot be read`, { cause: error });
  }
}

/** An endpoint that takes longer is the wrong address. */
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
      `No answer from ${endpoint.url} (${answer}): take the stack output EndpointUrl, or start the local cloud first ("npm start").`,
    );
  }
  if (answer === 403) {
    throw new UsageError(
      `403 from ${endpoint.url}: is the stage missing (EndpointUrl ends with it), or does the stack not admit this address (extraAddresses)?`,
    );
  }
  if (answer === 404) throw new UsageError(`404 from ${endpoint.url}: take the stack output EndpointUrl.`);
}

/** The status, or the code of the error if there was no answer. */
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
