import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { delimiter, dirname, join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder';
import { startServer } from '../server';

export interface Ministack {
  readonly endpoint: string;
  /** The certificate that it made for itself; absent without TLS. */
  readonly ca?: { readonly path: string; readonly pem: Buffer };
  /** What an AWS client needs to reach it, as the owner of the account. */
  readonly access: {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly requestHandler: { readonly httpsAgent: Agent };
  };
  stop(): Promise<void>;
}

export interface MinistackOptions {
  readonly python: string;
  /** TLS and IAM: every policy of the stack is evaluated, every signature checked. */
  readonly isStrict: boolean;
}

const region = 'us-east-1';

/**
 * MiniStack on this machine alone, without Docker: its Lambda runs the functions as processes of this very Node.js.
 * @throws Error with what it said when it does not start
 */
export async function startMinistack({ python, isStrict }: MinistackOptions): Promise<Ministack> {
  const folder = temporaryFolder('ministack-');
  const home = folder.path;
  const certificate = join(home, 'ministack-tls', 'server.crt');
  const environmentFor = (port: string) => ({
    // Of the caller's environment nothing else: the functions would have it too.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: home,
    TEMP: home,
    ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
    GATEWAY_PORT: port,
    BIND_HOST: '127.0.0.1',
    MINISTACK_REGION: region,
    LOG_LEVEL: 'WARNING',
    ...(isStrict ? { AUTH: 'true', USE_SSL: '1', NODE_EXTRA_CA_CERTS: certificate } : {}),
  });
  try {
    const server = await startServer({ command: python, argsFor: () => ['-m', 'ministack'], environmentFor });
    const pem = isStrict ? readFileSync(certificate) : undefined;
    const endpoint = isStrict ? server.endpoint.replace('http:', 'https:') : server.endpoint;
    return {
      endpoint,
      ...(pem === undefined ? {} : { ca: { path: certificate, pem } }),
      access: {
        region,
        endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: { httpsAgent: new Agent(pem === undefined ? {} : { ca: pem }) },
      },
      stop: async () => {
        await server.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
