// The runtime of a worker process: Lambda's Runtime API loop around the handler. Node runs this file as it is (types
// stripped), so that a worker starts without a loader and its bundle meets the same Node that Lambda would give it.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import type { ResolveHookContext, ResolveHookSync } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: unknown) => unknown;
type NextResolve = Parameters<ResolveHookSync>[2];
interface Answer {
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const { env } = process;
const taskRoot = realpathSync(env.LAMBDA_TASK_ROOT ?? '.');
const nodeModule = process.getBuiltinModule('node:module');
const [host = '', prefix = ''] = (env.AWS_LAMBDA_RUNTIME_API ?? '').split(/(?=\/)/, 2);
const [hostname = '', port = ''] = host.split(':');
const call = connectToRuntimeApi();
const skewMs = Number(process.argv[2] ?? 0);
/** Where the local cloud was started. */
const appFolder = process.argv[3] ?? '';
const sdkPlaces: readonly string[] = [import.meta.url, pathToFileURL(join(appFolder, 'package.json')).href];

// The parent holds the other end: when it is gone, however it died, so is this worker.
process.stdin.on('close', () => process.exit(1)).resume();

if (skewMs !== 0) shiftClock(skewMs);
bringAwsSdk();

/**
 * Lambda's Node.js runtime includes the AWS SDK, for `import` and `require`. A bundle's own copy comes first, as on
 * Lambda; then the local cloud's, then the one of the app that was started.
 */
function bringAwsSdk(): void {
  nodeModule.registerHooks({
    resolve: (specifier, context, next) => {
      const [name] = /^@(?:aws-sdk|smithy)\/[^/]+/.exec(specifier) ?? [];
      if (name === undefined || sdkPlaces.includes(context.parentURL ?? '')) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch (error) {
        if (!isMissing(error)) throw error;
        return fromRuntime(specifier, context, next) ?? refuse(name, error);
      }
    },
  });
}

function fromRuntime(specifier: string, context: ResolveHookContext, next: NextResolve) {
  for (const parentURL of sdkPlaces) {
    try {
      if (!context.conditions.includes('require')) return next(specifier, { ...context, parentURL });
      // `require` resolves from the file that calls it, regardless of the context.
      const path = nodeModule.createRequire(parentURL).resolve(specifier);
      return { url: pathToFileURL(path).href, shortCircuit: true };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}

function refuse(name: string, cause: { readonly code: string }): never {
  const sentence = `Cannot find module '${name}'. Lambda's runtime includes it, and this installation does not: run "npm install --save-dev ${name}".`;
  throw Object.assign(new Error(sentence, { cause }), { code: cause.code });
}

function isMissing(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && /^(?:ERR_)?MODULE_NOT_FOUND$/.test(String(error.code));
}

/**
 * One connection, answers in the order of the requests, and requests that are made together written together: what is
 * returned goes out with the question for what is next. Lambda's own runtime has a client of its own as well (in C++);
 * with `node:http` these two requests cost more than most handlers do.
 */
function connectToRuntimeApi() {
  const socket = process.getBuiltinModule('node:net').connect({ host: hostname, port: Number(port), noDelay: true });
  const waiting: ((answer: Answer) => void)[] = [];
  let received: Buffer[] = [];
  let missing = 0;
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk);
    missing -= chunk.length;
    if (missing > 0) return;
    let rest = Buffer.concat(received);
    for (let end = takeAnswer(rest); end > 0; end = takeAnswer(rest)) rest = rest.subarray(end);
    received = [rest];
  });
  // The parent's Runtime API is gone: this worker has nothing more to do.
  socket.on('error', () => undefined).on('close', () => process.exit(1));

  /** @returns where the first answer ends, or 0 while it is not whole */
  function takeAnswer(bytes: Buffer): number {
    const headEnd = bytes.indexOf('\r\n\r\n');
    if (headEnd < 0) return 0;
    const [, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
    const headers = new Map(lines.map(readHeader));
    const bodyEnd = headEnd + 4 + Number(headers.get('content-length') ?? 0);
    missing = bodyEnd - bytes.length;
    if (missing > 0) return 0;
    waiting.shift()?.({ headers, body: bytes.toString('utf8', headEnd + 4, bodyEnd) });
    return bodyEnd;
  }

  return (method: 'GET' | 'POST', path: string, body = ''): Promise<Answer> => {
    const head = [`${method} ${prefix}/2018-06-01/runtime${path} HTTP/1.1`, `host: ${host}`];
    if (method === 'POST') head.push(`content-length: ${Buffer.byteLength(body)}`);
    socket.cork();
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    process.nextTick(() => socket.uncork());
    return new Promise((resolve) => waiting.push(resolve));
  };
}

function readHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

async function loadHandler(): Promise<Handler> {
  const [file = '', name = ''] = (env._HANDLER ?? '').split('.');
  const base = join(taskRoot, file);
  const found = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((path) => existsSync(path));
  if (found === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${file}'`);
  const module = await load(found);
  const handler = module[name];
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${env._HANDLER} is undefined or not exported`);
  return (event, context) => handler(event, context);
}

/** By `import` or `require`, and with errors named, as Lambda's runtime does. */
async function load(path: string): Promise<Record<string, unknown>> {
  try {
    if (isEsModule(path)) return await import(pathToFileURL(path).href);
    ignoreOuterPackage();
    return nodeModule.createRequire(path)(path);
  } catch (error) {
    if (error instanceof SyntaxError) throw named('Runtime.UserCodeSyntaxError', String(error), error);
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')
      throw named('Runtime.ImportModuleError', String(error), error);
    throw error;
  }
}

function isEsModule(path: string): boolean {
  return path.endsWith('.mjs') || (path.endsWith('.js') && packageTypeOf(path) === 'module');
}

/** What the nearest `package.json` within the bundle says; undefined where there is none. */
function packageTypeOf(path: string): unknown {
  for (let folder = dirname(path); isInBundle(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type ?? 'commonjs';
  }
  return undefined;
}

function isInBundle(path: string): boolean {
  return path === taskRoot || path.startsWith(taskRoot + sep);
}

/** On Lambda nothing is around the bundle; here it may be in an app whose `package.json` makes a module of each file. */
function ignoreOuterPackage(): void {
  nodeModule.registerHooks({
    load: (url, context, next) => {
      const path = url.startsWith('file:') ? fileURLToPath(url) : '';
      const isOuters = context.format === 'module' && path.endsWith('.js') && isInBundle(path);
      const format = isOuters && packageTypeOf(path) === undefined ? 'commonjs' : context.format;
      return next(url, { ...context, format });
    },
  });
}

async function serve(handler: Handler): Promise<never> {
  let next = call('GET', '/invocation/next');
  for (;;) {
    const { headers, body } = await next;
    const id = headers.get('lambda-runtime-aws-request-id') ?? process.exit(1);
    const [outcome, answer] = await run(handler, body, contextOf(id, headers));
    void call('POST', `/invocation/${id}/${outcome}`, answer);
    next = call('GET', '/invocation/next');
  }
}

async function run(handler: Handler, event: string, context: Record<string, unknown>): Promise<[string, string]> {
  try {
    return ['response', JSON.stringify(await handler(JSON.parse(event), context)) ?? 'null'];
  } catch (error) {
    return ['error', errorText(error)];
  }
}

function contextOf(awsRequestId: string, headers: Answer['headers']): Record<string, unknown> {
  // A machine's clock is wrong for everything on it: the deadline that Lambda hands over goes by the same clock.
  const deadlineMs = Number(headers.get('lambda-runtime-deadline-ms')) + skewMs;
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/** An error as it is reported to the Runtime API and in the log. */
function errorText(error: unknown): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const body = { errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] };
  process.stderr.write(`${JSON.stringify({ level: 'error', code: 'function-error', ...body })}\n`);
  return JSON.stringify(body);
}

function named(name: string, message: string, cause?: Error): Error {
  const error = new Error(message, { cause });
  return Object.assign(error, { name, stack: cause?.stack ?? error.stack });
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
  await serve(await loadHandler());
} catch (error) {
  // The bundle cannot be loaded.
  await call('POST', '/init/error', errorText(error));
  process.exit(1);
}
