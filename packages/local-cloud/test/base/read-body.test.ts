import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { readBody } from '../../src/base/read-body';

/** What a server reads of a request that is written like this, and then cut off if it is not whole. */
async function read(body: string, length: number): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const outcome = new Promise<string>((resolve) => {
    server.once('request', (request, response) => {
      readBody(request).then(
        (bytes) => resolve(bytes.toString()),
        (error) => resolve(`refused: ${error.code}`),
      );
      request.once('end', () => response.end());
      if (length > body.length) request.once('data', () => socket.destroy());
    });
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${length}\r\n\r\n${body}`);
  const result = await outcome;
  socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return result;
}

it('is what was sent', async () => {
  expect(await read('one body', 8)).toBe('one body');
});

it('fails if the sender went away before its end', async () => {
  expect(await read('one b', 8)).toBe('refused: ECONNRESET');
});
