import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { InvocationResult } from '../../src/lambda/invocation';
import { type RuntimeApi, startRuntimeApi } from '../../src/lambda/runtime-api';
import type { Worker } from '../../src/lambda/worker';

let api: RuntimeApi;
beforeEach(async () => {
  api = await startRuntimeApi();
});
afterEach(() => api.close());

/** A worker of this id; what its process told it. */
function workerOf(id = 'worker-1') {
  const told: unknown[] = [];
  const worker: Worker = Object.create({
    id,
    askedForNext: (response: ServerResponse) => response.end('the next invocation'),
    initFailed: (errorType: string, message: string) => told.push({ errorType, message }),
    answered: (invocation: string, result: InvocationResult) => told.push({ invocation, result }),
  });
  api.add(worker);
  const call = (path: string, body?: string) =>
    fetch(
      `http://${api.addressFor(id)}/2018-06-01/runtime/${path}`,
      body === undefined ? {} : { method: 'POST', body },
    );
  return { worker, told, call };
}

const error = JSON.stringify({ errorType: 'TypeError', errorMessage: 'no', trace: [] });

describe('the Runtime API', () => {
  it('lets the worker wait for its next invocation', async () => {
    const { call } = workerOf();
    expect(await (await call('invocation/next')).text()).toBe('the next invocation');
  });

  it('hands over what the function returned', async () => {
    const { call, told } = workerOf();
    expect((await call('invocation/i-1/response', '{"a":1}')).status).toBe(202);
    expect(told).toEqual([{ invocation: 'i-1', result: { status: 'ok', payload: Buffer.from('{"a":1}') } }]);
  });

  it('hands over what it threw', async () => {
    const { call, told } = workerOf();
    await call('invocation/i-1/error', error);
    const result = { status: 'function-error', errorType: 'TypeError', message: 'no' };
    expect(told).toEqual([{ invocation: 'i-1', result }]);
  });

  it('hands over why the runtime could not start', async () => {
    const { call, told } = workerOf();
    await call('init/error', error);
    expect(told).toEqual([{ errorType: 'TypeError', message: 'no' }]);
  });

  it('takes 6 MiB and a bit, and makes an error of what is more', async () => {
    const { call, told } = workerOf();
    const limit = 6 * 1024 * 1024 + 100;
    await call('invocation/a/response', 'x'.repeat(limit));
    await call('invocation/b/response', 'x'.repeat(limit + 1));
    expect(told).toMatchObject([
      { result: { status: 'ok' } },
      { result: { status: 'function-error', errorType: 'Function.ResponseSizeTooLarge' } },
    ]);
  });

  it('hears each worker at its own path, and no other caller', async () => {
    const [one, other] = [workerOf('worker-1'), workerOf('worker-2')];
    await other.call('invocation/i/response', '1');
    expect([one.told.length, other.told.length]).toEqual([0, 1]);
    api.remove(other.worker);
    expect((await other.call('invocation/next')).status).toBe(403);
    const base = `http://${api.addressFor('worker-1')}`;
    expect((await fetch(`${base}/2015-01-01/runtime/invocation/next`)).status).toBe(403);
    expect((await fetch(new URL('/', base))).status).toBe(403);
  });

  it('takes an answer and the question for the next one in one write', async () => {
    const { told } = workerOf();
    const [host = '', path = ''] = api.addressFor('worker-1').split(/(?=\/)/);
    const socket = connect(Number(host.split(':')[1]), '127.0.0.1');
    const prefix = `${path}/2018-06-01/runtime/invocation`;
    const request = (line: string, more = '') => `${line} HTTP/1.1\r\nhost: ${host}\r\n${more}`;
    socket.write(
      `${request(`POST ${prefix}/i-1/response`, 'content-length: 1\r\n')}\r\n1${request(`GET ${prefix}/next`)}\r\n`,
    );
    let received = '';
    for await (const chunk of socket.setEncoding('utf8')) {
      received += chunk;
      if (received.endsWith('the next invocation')) break;
    }
    expect(received.match(/^HTTP\/1.1 \d+/gm)).toEqual(['HTTP/1.1 202', 'HTTP/1.1 200']);
    expect(told).toHaveLength(1);
  });

  it('is on this machine alone', () => {
    expect(api.addressFor('worker-1')).toMatch(/^127\.0\.0\.1:\d+\/worker-1$/);
  });

  it('cuts the connection of a worker whose error is not JSON, and lives on', async () => {
    const { call, told } = workerOf();
    await call('init/error', 'not JSON').catch(() => undefined);
    expect(told).toEqual([]);
    expect((await call('invocation/next')).status).toBe(200);
  });

  it('closed lets no caller wait', async () => {
    const worker: Worker = Object.create({ id: 'worker-1', askedForNext: () => setImmediate(() => api.close()) });
    api.add(worker);
    const waiting = fetch(`http://${api.addressFor('worker-1')}/2018-06-01/runtime/invocation/next`);
    await expect(waiting).rejects.toThrow('fetch failed');
  });
});
