import { startServer } from '../../../tools/second-opinions/server';

const listen = `require('node:http').createServer((_, answer) => answer.end('yes')).listen(process.argv[1], '127.0.0.1')`;

test('a server is there when it is handed over, and gone when it is stopped', async () => {
  const server = await startServer(process.execPath, (port) => ['-e', listen, port]);
  expect(await (await fetch(server.endpoint)).text()).toBe('yes');
  await server.stop();
  await expect(fetch(server.endpoint)).rejects.toThrow();
});

test('a server that ends at once says what it said', async () => {
  const start = startServer(process.execPath, () => ['-e', 'console.error("no such folder"); process.exit(3)']);
  await expect(start).rejects.toThrow('no such folder');
});

test('a program that is not there is an error with its name', async () => {
  await expect(startServer('no-such-program', () => [])).rejects.toThrow('no-such-program');
});
