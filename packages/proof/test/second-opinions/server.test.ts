import { startServer } from '../../src/second-opinions/server';

const listen = `require('node:http').createServer((_, answer) => answer.end('yes')).listen(process.argv[1], '127.0.0.1')`;

test('a server is there when it is handed over, and gone when it is stopped', async () => {
  const server = await startServer({ command: process.execPath, argsFor: (port) => ['-e', listen, port] });
  expect(await (await fetch(server.endpoint)).text()).toBe('yes');
  await server.stop();
  await expect(fetch(server.endpoint)).rejects.toThrow();
});

test('a server that ends at once says what it said', async () => {
  const start = startServer({
    command: process.execPath,
    argsFor: () => ['-e', 'console.error("no such folder"); process.exit(3)'],
  });
  await expect(start).rejects.toThrow('no such folder');
});

test('a program that is not there is an error with its name', async () => {
  await expect(startServer({ command: 'no-such-program', argsFor: () => [] })).rejects.toThrow('no-such-program');
});

test('a server has the environment it was given, and no other', async () => {
  const answer = `require('node:http').createServer((_, answer) => answer.end(JSON.stringify(process.env)))`;
  const server = await startServer({
    command: process.execPath,
    argsFor: (port) => ['-e', `${answer}.listen(process.argv[1], '127.0.0.1')`, port],
    environmentFor: (port) => ({ PORT: port }),
  });
  expect(await (await fetch(server.endpoint)).json()).toEqual({ PORT: new URL(server.endpoint).port });
  await server.stop();
});
