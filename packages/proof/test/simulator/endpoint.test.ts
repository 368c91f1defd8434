import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpointOf, probe } from '../../src/simulator/endpoint';
import { readOptions } from '../../src/simulator/options';
import { UsageError } from '../../src/support/run-main';

const folder = mkdtempSync(join(tmpdir(), 'endpoint-of-'));
afterAll(() => rmSync(folder, { recursive: true }));

const url = 'https://example.test/callbacks/';

describe('endpointOf', () => {
  it('reads the client certificate and its key', async () => {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
    writeFileSync(`${cert}`, 'a certificate');
    writeFileSync(`${key}`, 'a key');
    const { tls } = await endpointOf(readOptions(['--url', url, '--cert', `${cert}`, '--key', `${key}`]), url);
    expect(tls).toEqual({ cert: Buffer.from('a certificate'), key: Buffer.from('a key') });
  });

  it('says which file it cannot read', async () => {
    const options = readOptions(['--url', url, '--ca', join(folder, 'nothing.pem')]);
    await expect(endpointOf(options, url)).rejects.toThrow(/nothing\.pem cannot be read/);
  });

  it('names the address that a local endpoint is to see', async () => {
    const { headers } = await endpointOf(readOptions(['--local', '--source-ip', '198.51.100.7']), url);
    expect(headers).toEqual({ 'x-local-source-ip': '198.51.100.7' });
  });

  it('has no credentials without a password', async () => {
    const { credentials } = await endpointOf(readOptions(['--url', url, '--username', 'vibes']), url);
    expect(credentials?.()).toBeUndefined();
  });

  it('has the default user name where a password alone is given', async () => {
    const { credentials } = await endpointOf(readOptions(['--url', url, '--password', 'pw']), url);
    expect(credentials?.()).toEqual({ username: 'vibes', password: 'pw' });
  });

  it('has credentials with both', async () => {
    const argv = ['--url', url, '--username', 'vibes', '--password', 'pw'];
    expect((await endpointOf(readOptions(argv), url)).credentials?.()).toEqual({ username: 'vibes', password: 'pw' });
  });
});

let server: Server;
let listening: string;
let asked: string[];
let status: number;

beforeEach(async () => {
  asked = [];
  server = createServer(({ method, url: path, headers }, response) => {
    asked.push(`${method} ${path} ${headers['x-local-source-ip'] ?? '-'}`);
    response.writeHead(status).end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  listening = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks/`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const tried = async (...more: string[]) =>
  probe(await endpointOf(readOptions(['--url', listening, ...more]), listening));

describe('probe', () => {
  it.each([200, 500, 503])('accepts %i: something answered', async (answer) => {
    status = answer;
    await expect(tried()).resolves.toBeUndefined();
    expect(asked).toEqual(['GET /callbacks/ -']);
  });

  it.each([
    [403, /^403 from http:.*: is the stage missing/],
    [404, /^404 from http:.*: take the stack output EndpointUrl/],
  ])('says what %i may mean', async (answer, sentence) => {
    status = answer;
    await expect(tried()).rejects.toThrow(sentence);
    await expect(tried()).rejects.toThrow(UsageError);
  });

  it('says that there was no answer', async () => {
    server.close();
    await new Promise((resolve) => server.once('close', resolve));
    await expect(tried()).rejects.toThrow(/^No answer from http:.*ECONNREFUSED/);
  });
});
