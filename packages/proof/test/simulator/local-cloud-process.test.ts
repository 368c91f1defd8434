import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { spawned } from '../../../cli/test/support/script-instead';
import { type LocalCloudProcess, startLocalCloud } from '../../src/simulator/local-cloud-process';

const newFolder = temporaryFolder();

jest.mock('node:child_process', () =>
  jest
    .requireActual<typeof import('../../../cli/test/support/script-instead')>(
      '../../../cli/test/support/script-instead',
    )
    .scriptInstead((args) => args.slice(-1)),
);

/** A server that writes down what it is asked, and answers by its path. */
const serves = (folder: string) => `
  const { appendFileSync } = require('node:fs');
  const server = require('node:http').createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const line = [request.method, request.url, request.headers['x-local-token'], body];
    appendFileSync(${JSON.stringify(join(folder, 'calls'))}, JSON.stringify(line) + '\\n');
    response.writeHead(request.url === '/_local/deploy' ? 400 : 200).end('{"message":"no"}');
  });
  process.on('SIGINT', () => process.exit(0));
  server.listen(0, '127.0.0.1', () => {
    console.log('hello');
    console.log('ready http://127.0.0.1:' + server.address().port + '/callbacks/');
  });`;

let cloud: LocalCloudProcess | undefined;
afterEach(() => cloud?.kill());

async function start(more: { readonly assembly?: string; readonly port?: number } = {}) {
  const folder = join(newFolder(), 'data');
  mkdirSync(folder);
  writeFileSync(join(folder, 'token'), 'the-token\n');
  spawned.script = serves(folder);
  const lines: string[] = [];
  const secrets = { username: 'u', password: 'p', rbmSecret: 's' };
  cloud = await startLocalCloud({ dataFolder: folder, ...secrets, ...more, onLine: (line) => lines.push(line) });
  const calls = () =>
    readFileSync(join(folder, 'calls'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { cloud, folder, lines, calls };
}

test('it is ready when it says so, and what it says is handed on', async () => {
  const { cloud: started, lines, folder } = await start();
  expect(started.endpointUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callbacks\/$/);
  expect(started).toMatchObject({ pid: expect.any(Number), dataFolder: folder });
  expect(lines).toEqual(['hello', `ready ${started.endpointUrl}`]);
});

test('it is started as "npm start" is, with its options', async () => {
  const { folder } = await start({ assembly: 'cdk.out', port: 8787 });
  const options = ['--port', '8787', '--data', folder, '--username', 'u'];
  expect(spawned.words).toEqual(['--import', 'tsx', 'packages/cli/bin/local.ts', ...options, '--assembly', 'cdk.out']);
  // What the list of processes shows has no secret in it.
  expect(spawned.env).toMatchObject({ CALLBACKS_MO_PASSWORD: 'p', CALLBACKS_RBM_SECRET: 's' });
});

test('it is steered through its control API, with its token', async () => {
  const { cloud: started, calls } = await start();
  await started.state();
  await started.addFault({ service: 'sqs', mode: 'error' });
  await started.clearFaults();
  await started.reset();
  expect(calls()).toEqual([
    ['GET', '/_local/state', 'the-token', ''],
    ['POST', '/_local/faults', 'the-token', '{"service":"sqs","mode":"error"}'],
    ['POST', '/_local/faults', 'the-token', '[]'],
    ['POST', '/_local/reset', 'the-token', '{}'],
  ]);
});

test('what it refuses is an error with its answer', async () => {
  const { cloud: started } = await start();
  await expect(started.deploy('cdk.out')).rejects.toThrow('/_local/deploy answered 400: {"message":"no"}');
});

test('it ends as a person would end it, or is killed; twice is no error', async () => {
  const first = await start();
  await first.cloud.stop();
  await first.cloud.stop();
  const second = await start();
  await second.cloud.kill();
  await second.cloud.kill();
});

test('one that does not start says why', async () => {
  spawned.script = `console.error('one'); console.error('Port 8787 is in use.'); process.exit(1);`;
  const options = { dataFolder: newFolder(), username: 'u', password: 'p', rbmSecret: 's' };
  await expect(startLocalCloud(options)).rejects.toThrow('The local cloud did not start: one Port 8787 is in use.');
});
