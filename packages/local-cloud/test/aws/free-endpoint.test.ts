import { createServer } from 'node:http';
import { freeEndpoint, reserveEndpoint } from '../../src/aws/free-endpoint';
import { type AwsServerParts, startAwsServer } from '../../src/aws/server/server';

/** @returns the error's code, or nothing for a port that is free */
async function listenAt(endpoint: string): Promise<string | undefined> {
  const server = createServer();
  const code = await new Promise<string | undefined>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen(Number(new URL(endpoint).port), '127.0.0.1', () => resolve(undefined));
  });
  server.close();
  return code;
}

test('a reserved endpoint is never free, until the AWS server that took it over stops', async () => {
  const { endpoint, server } = await reserveEndpoint();
  expect(await listenAt(endpoint)).toBe('EADDRINUSE');
  const refusing = { signatures: { verifyHead: () => ({ status: 418, headers: {}, body: '' }) } };
  const aws = await startAwsServer(server, refusing as Partial<AwsServerParts> as AwsServerParts);
  expect(await listenAt(endpoint)).toBe('EADDRINUSE');
  expect((await fetch(endpoint)).status).toBe(418);
  await aws.stop();
  expect(await listenAt(endpoint)).toBeUndefined();
});

test('a free endpoint can be listened at', async () => {
  expect(await listenAt(await freeEndpoint())).toBeUndefined();
});
