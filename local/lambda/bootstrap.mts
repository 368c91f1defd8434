// The runtime of a worker process: Lambda's Runtime API loop around the handler. Node runs this file as it is (types
// stripped), so that a worker starts without a loader and its bundle meets the same Node that Lambda would give it.
import { existsSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: unknown) => unknown;
interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

// An import of node:http evaluates lazy getters that load undici: 20 ms that a worker's start can do without.
const http = process.getBuiltinModule('node:http');
const { env } = process;
const [host = '', prefix = ''] = (env.AWS_LAMBDA_RUNTIME_API ?? '').split(/(?=\/)/, 2);
const [hostname = '', port = ''] = host.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const skewMs = Number(process.argv[2] ?? 0);

// The parent holds the other end: when it is gone, however it died, so is this worker.
process.stdin.on('close', () => process.exit(1)).resume();

if (skewMs !== 0) shiftClock(skewMs);
bringAwsSdk();

/** Lambda's Node.js brings the AWS SDK along: what a bundle does not have of it is the local cloud's own. */
function bringAwsSdk(): void {
  const { registerHooks } = process.getBuiltinModule('node:module');
  registerHooks({
    resolve: (specifier, context, next) => {
      if (!/^@(?:aws-sdk|smithy)\//.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

function call(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { agent, hostname, port, method, path: `${prefix}/2018-06-01/runtime${path}`, headers };
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function loadHandler(): Promise<Handler> {
  const [file = '', name = ''] = (env._HANDLER ?? '').split('.');
  const base = join(env.LAMBDA_TASK_ROOT ?? '', file);
  const found = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((path) => existsSync(path));
  if (found === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${file}'`);
  const module: Record<string, unknown> = await import(pathToFileURL(found).href);
  const handler = module[name];
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${env._HANDLER} is undefined or not exported`);
  return (event, context) => handler(event, context);
}

async function serve(handler: Handler): Promise<void> {
  for (;;) {
    const { headers, body } = await call('GET', '/invocation/next');
    const id = String(headers['lambda-runtime-aws-request-id']);
    try {
      const result = await handler(JSON.parse(body), contextOf(id, headers));
      await call('POST', `/invocation/${id}/response`, JSON.stringify(result) ?? 'null');
    } catch (error) {
      await reportError(`/invocation/${id}/error`, error);
    }
  }
}

function contextOf(awsRequestId: string, headers: IncomingHttpHeaders): Record<string, unknown> {
  // A machine's clock is wrong for everything on it: the deadline that Lambda hands over goes by the same clock.
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']) + skewMs;
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

async function reportError(path: string, error: unknown): Promise<void> {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const body = { errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] };
  process.stderr.write(`${JSON.stringify({ level: 'error', code: 'function-error', ...body })}\n`);
  await call('POST', path, JSON.stringify(body), { 'lambda-runtime-function-error-type': name });
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function shiftClock(offsetMs: number): void {
  const now = Date.now;
  globalThis.Date = new Proxy(Date, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [now() + offsetMs] : parameters, newTarget),
    apply: () => new Date().toString(),
    get: (target, key) => (key === 'now' ? () => now() + offsetMs : Reflect.get(target, key)),
  });
}

try {
  const handler = await loadHandler();
  await serve(handler);
} catch (error) {
  // The parent's Runtime API is gone, or the bundle cannot be loaded: either way this worker is of no more use.
  await reportError('/init/error', error).catch(() => undefined);
  process.exit(1);
}
