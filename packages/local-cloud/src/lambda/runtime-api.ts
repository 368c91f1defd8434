import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../base/read-body';
import { isRecord } from '../template/properties';
import { functionError, type InvocationResult } from './invocation';
import type { Worker } from './worker';

/** The service's limit for what a function returns. */
const maxResponseBytes = 6 * 1024 * 1024 + 100;

const noBody = { 'content-length': 0 };

/** Lambda's Runtime API on loopback, for all workers: each has its own secret path. */
export interface RuntimeApi {
  /** What `AWS_LAMBDA_RUNTIME_API` says in a worker. */
  addressFor(workerId: string): string;
  add(worker: Worker): void;
  remove(worker: Worker): void;
  close(): void;
}

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const workers = new Map<string, Worker>();
  const server = createServer((request, response) => {
    const [, workerId = '', action = ''] = /^\/([^/]+)\/2018-06-01\/runtime\/(.+)$/.exec(request.url ?? '') ?? [];
    const worker = workers.get(workerId);
    if (worker === undefined) response.writeHead(403, noBody).end();
    else handle(worker, action, request, response).catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    addressFor: (workerId) => `127.0.0.1:${port}/${workerId}`,
    add: (worker) => workers.set(worker.id, worker),
    remove: (worker) => workers.delete(worker.id),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function handle(worker: Worker, action: string, request: IncomingMessage, response: ServerResponse) {
  if (action === 'invocation/next') return worker.askedForNext(response);
  const body = await readBody(request);
  response.writeHead(202, noBody).end();
  if (action === 'init/error') {
    const { errorType, message } = readError(body);
    return worker.initFailed(errorType, message);
  }
  const [, id = '', outcome = ''] = action.split('/');
  worker.answered(id, outcome === 'response' ? answer(body) : functionErrorOf(body));
}

function answer(payload: Buffer): InvocationResult {
  if (payload.length <= maxResponseBytes) return { status: 'ok', payload };
  return functionError('Function.ResponseSizeTooLarge', 'Response payload size exceeded maximum allowed payload size');
}

function functionErrorOf(body: Buffer): InvocationResult {
  const { errorType, message } = readError(body);
  return functionError(errorType, message);
}

function readError(body: Buffer): { errorType: string; message: string } {
  const value: unknown = JSON.parse(body.toString());
  const { errorType, errorMessage } = isRecord(value) ? value : {};
  return { errorType: String(errorType), message: String(errorMessage) };
}

function listen(server: Server): Promise<number> {
  // A "next" may wait for hours.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
