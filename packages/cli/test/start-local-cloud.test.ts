import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../src/start-local-cloud';
import { spawned } from './support/script-instead';

const newFolder = temporaryFolder();

jest.mock('node:child_process', () =>
  jest
    .requireActual<typeof import('./support/script-instead')>('./support/script-instead')
    .scriptInstead((args) => args.slice(args.indexOf('start'))),
);

/** Writes what the local cloud writes, says that it is ready, and stays. */
const ready = `
  const folder = process.argv[process.argv.indexOf('--data') + 1];
  const { mkdirSync, writeFileSync } = require('node:fs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + '/outputs.json', '{"MyStack":{"SmsMoUrl":"http://127.0.0.1:1/sms/mo"}}');
  writeFileSync(folder + '/credentials.json', '{"username":"vibes","password":"pw"}');
  writeFileSync(folder + '/aws.json', '{"endpoint":"http://127.0.0.1:2","region":"us-east-1","accessKeyId":"k","secretAccessKey":"s","minuteMs":60000}');
  console.log('ready http://127.0.0.1:1/');
  setInterval(() => undefined, 1000);`;

let cloud: LocalCloud | undefined;
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
});

async function start(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  spawned.script = ready;
  cloud = await startLocalCloud(options);
  return cloud;
}

describe('a local cloud that is started by a test', () => {
  it('has its URLs, its credentials and a folder that goes with it', async () => {
    const { endpointUrl, outputs, credentials, dataFolder, stop } = await start();
    expect(endpointUrl).toBe('http://127.0.0.1:1/');
    expect(outputs).toEqual({ SmsMoUrl: 'http://127.0.0.1:1/sms/mo' });
    expect(credentials).toEqual({ username: 'vibes', password: 'pw' });
    expect(existsSync(dataFolder)).toBe(true);
    await stop();
    await stop();
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('leaves the user’s own folder where it is', async () => {
    const dataFolder = join(newFolder(), 'mine');
    mkdirSync(dataFolder);
    await (await start({ dataFolder })).stop();
    expect(existsSync(dataFolder)).toBe(true);
  });

  it('gets what was asked for, and no more', async () => {
    const dataFolder = newFolder();
    await start({ dataFolder });
    expect(spawned.words.slice(spawned.words.indexOf('start'))).toEqual(['start', '--port', '0', '--data', dataFolder]);
    await cloud?.stop();
    await start({ dataFolder, port: 8787, password: 'p', rbmSecret: 's', assembly: 'cdk.out' });
    expect(spawned.words.slice(spawned.words.indexOf('start'))).toEqual([
      'start',
      '--port',
      '8787',
      '--assembly',
      'cdk.out',
      '--data',
      dataFolder,
    ]);
    // What the list of processes shows has no secret in it.
    expect(spawned.env).toMatchObject({ CALLBACKS_MO_PASSWORD: 'p', CALLBACKS_RBM_SECRET: 's' });
  });

  it('has what a client of the AWS SDK is made with', async () => {
    expect((await start()).aws).toEqual({
      endpoint: 'http://127.0.0.1:2',
      region: 'us-east-1',
      credentials: { accessKeyId: 'k', secretAccessKey: 's' },
      forcePathStyle: true,
    });
  });

  it('tells its events, but none that is still being written', async () => {
    const { dataFolder, events } = await start();
    expect(events()).toEqual([]);
    appendFileSync(join(dataFolder, 'events.jsonl'), '{"id":"a"}\n{"id":');
    expect(events()).toEqual([{ id: 'a' }]);
  });

  it('waits for what is looked for, and says so when it does not come', async () => {
    const { waitFor } = await start();
    let rounds = 0;
    expect(await waitFor(() => (++rounds > 1 ? 'found' : undefined))).toBe('found');
    await expect(waitFor(() => undefined, 0)).rejects.toThrow('Nothing was found in 0 ms.');
  });
});

describe('the control API of one that runs', () => {
  const state = {
    functions: {
      OnOrder: {
        invocations: 2,
        errors: 2,
        startError: "Runtime.ImportModuleError: Error: Cannot find module 'x'\n- /x",
      },
      OnReply: { invocations: 3, errors: 1 },
      Consumer: { invocations: 5, errors: 0 },
    },
  };
  /** Answers `GET state` to the owner of the token; `POST send` with the request itself, in its words. */
  const answering = `
    const server = require('node:http').createServer((request, response) => {
      const isOwner = request.headers['x-local-token'] === 'token';
      let body = '';
      request.on('data', (chunk) => { body += chunk; }).on('end', () => {
        if (isOwner && request.url === '/_local/state') return response.end(${JSON.stringify(JSON.stringify(state))});
        if (!isOwner || request.url !== '/_local/send') return response.writeHead(400).end('{"message":"no"}');
        const { path, authenticate } = JSON.parse(body);
        if (!path.startsWith('/')) return response.writeHead(400).end('{"message":"The path begins with a slash."}');
        response.end(JSON.stringify({ sent: [{ status: authenticate ? 200 : 401, requestId: path }] }));
      });
    });
    const folder = process.argv[process.argv.indexOf('--data') + 1];
    const { mkdirSync, writeFileSync } = require('node:fs');
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + '/outputs.json', '{}');
    writeFileSync(folder + '/credentials.json', '{}');
    writeFileSync(folder + '/aws.json', '{"endpoint":"e","region":"r","accessKeyId":"k","secretAccessKey":"s"}');
    writeFileSync(folder + '/token', 'token\\n');
    server.listen(0, '127.0.0.1', () => console.log('ready http://127.0.0.1:' + server.address().port + '/callbacks/'));`;

  it('names the functions that do not start, and those that failed, when something is awaited in vain', async () => {
    spawned.script = answering;
    cloud = await startLocalCloud();
    await expect(cloud.waitFor(() => undefined, 0)).rejects.toThrow(
      "Nothing was found in 0 ms. The function OnOrder does not start: Runtime.ImportModuleError: Error: Cannot find module 'x'. The function OnReply failed 1 of 3 times: see functions.log.",
    );
  });

  it('sends a callback, and returns its answer', async () => {
    spawned.script = answering;
    cloud = await startLocalCloud();
    expect(await cloud.send('mo-message-keyword')).toEqual({ status: 200, requestId: '/sms/mo' });
    const own = { path: '/platform', body: '{}' };
    expect(await cloud.send(own, { authenticate: false })).toEqual({ status: 401, requestId: '/platform' });
    await expect(cloud.send({ ...own, path: 'platform' })).rejects.toThrow(
      'The local cloud answered 400: The path begins with a slash.',
    );
    await expect(cloud.reset()).rejects.toThrow('The local cloud answered 400: no');
  });
});

describe('one that does not start', () => {
  it('ends with its own sentence, and leaves nothing', async () => {
    spawned.script = `console.error('The template has no stack.'); process.exit(1);`;
    const lines: string[] = [];
    await expect(startLocalCloud({ onLine: (line) => lines.push(line) })).rejects.toThrow(
      'The local cloud did not start: The template has no stack.',
    );
    expect(lines).toEqual(['The template has no stack.']);
    expect(existsSync(spawned.words[spawned.words.indexOf('--data') + 1] ?? '')).toBe(false);
  });

  it('is given up after a while, and ended', async () => {
    spawned.script = 'setInterval(() => undefined, 1000);';
    await expect(startLocalCloud({ timeoutMs: 1 })).rejects.toThrow('The local cloud was not ready after 1 ms.');
  });
});
