import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endpointOf } from '../../src/simulator/endpoint-of';
import { readOptions } from '../../src/simulator/options';
import { probe } from '../../src/simulator/probe';
import { UsageError } from '../../src/support/usage-error';

let server: Server;
let url: string;
let asked: string[];
let status: number;

beforeEach(async () => {
  asked = [];
  server = createServer(({ method, url: path, headers }, response) => {
    asked.push(`${method} ${path} ${headers['x-local-source-ip'] ?? '-'}`);
    response.writeHead(status).end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks/`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const tried = async (...more: string[]) => probe(await endpointOf(readOptions(['--url', url, ...more]), url));

describe('probe', () => {
  it.each([200, 500, 503])('is content with %i: somebody is there', async (answer) => {
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

  it('says that nobody answers', async () => {
    server.close();
    await new Promise((resolve) => server.once('close', resolve));
    await expect(tried()).rejects.toThrow(/^Nobody answers at http:.*ECONNREFUSED/);
  });
});
