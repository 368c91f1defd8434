import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { delimiter, dirname, join } from 'node:path';
import type { Template } from '@vibes-callbacks/local-cloud';
import { temporaryFolder } from '../../support/temporary-folder';
import { type Assembly, deploy, type EmulatorAccess } from '../assembly';
import { startServer } from '../server';

export interface Ministack {
  readonly endpoint: string;
  /** The certificate that it made for itself. */
  readonly ca: Buffer;
  readonly access: EmulatorAccess;
  stop(): Promise<void>;
}

const region = 'us-east-1';

/**
 * MiniStack on this machine, without Docker: its Lambda runs the functions as processes of this Node.js. It uses TLS,
 * evaluates every policy of the stack, and checks every signature.
 * @throws Error with what it said when it does not start
 */
export async function startMinistack(python: string): Promise<Ministack> {
  const folder = temporaryFolder('ministack-');
  const home = folder.path;
  const certificate = join(home, 'ministack-tls', 'server.crt');
  const environmentFor = (port: string) => ({
    // Nothing else from the caller's environment, because the functions would get it too.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: home,
    TEMP: home,
    ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
    GATEWAY_PORT: port,
    BIND_HOST: '127.0.0.1',
    MINISTACK_REGION: region,
    LOG_LEVEL: 'WARNING',
    AUTH: 'true',
    USE_SSL: '1',
    NODE_EXTRA_CA_CERTS: certificate,
  });
  try {
    const server = await startServer({ command: python, argsFor: () => ['-m', 'ministack'], environmentFor });
    const pem = readFileSync(certificate);
    const endpoint = server.endpoint.replace('http:', 'https:');
    return {
      endpoint,
      ca: pem,
      access: {
        region,
        endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: { httpsAgent: new Agent({ ca: pem }) },
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

export interface StackOnMinistack {
  readonly outputs: Readonly<Record<string, string>>;
  /** The URL that the simulator posts to, instead of the host name that only AWS resolves. */
  readonly endpointUrl: string;
}

/** @throws Error with its reason */
export async function deployToMinistack(
  { access, endpoint }: Ministack,
  written: Assembly,
  adapted: Template,
): Promise<StackOnMinistack> {
  const { outputs } = await deploy(access, written, adapted);
  const { hostname, pathname } = new URL(outputs.EndpointUrl ?? '');
  return { outputs, endpointUrl: `${endpoint}/_aws/execute-api/${hostname.split('.')[0]}${pathname}` };
}
