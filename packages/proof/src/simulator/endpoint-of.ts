import { readFile } from 'node:fs/promises';
import type { ClientTls, Endpoint } from './http-post';
import type { SimulateOptions } from './options';

/** Of a stack that `moUserName` does not say otherwise for. */
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

async function readTls({ cert, key, ca }: SimulateOptions): Promise<ClientTls> {
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
