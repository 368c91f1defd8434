import { createServer, type Server } from 'node:net';

/** A loopback origin that is listened on from now on: no other program can take its port. */
export interface ReservedEndpoint {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly server: Server;
}

/** The stack's URLs have this port before anything can answer there: other programs start at the same time. */
export async function reserveEndpoint(): Promise<ReservedEndpoint> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the probe did not listen on a port');
  return { endpoint: `http://127.0.0.1:${address.port}`, server };
}

/** A loopback origin with a port that was free a moment ago. */
export async function freeEndpoint(): Promise<string> {
  const { endpoint, server } = await reserveEndpoint();
  await new Promise((resolve) => server.close(resolve));
  return endpoint;
}
