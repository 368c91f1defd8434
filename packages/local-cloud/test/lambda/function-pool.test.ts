import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionConfig } from '../../src/lambda/function-config';
import { FunctionPool, type FunctionPoolOptions } from '../../src/lambda/function-pool';
import type { InvocationResult } from '../../src/lambda/invocation';
import { type RuntimeApi, startRuntimeApi } from '../../src/lambda/runtime-api';
import { workerEnvironment } from '../../src/lambda/worker-environment';
import { node24 } from '../support/node24';
import { functionConfig } from './scripted-worker';

let folder: string;
let runtimeApi: RuntimeApi;
const pools: FunctionPool[] = [];
const lines: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'function-pool-'));
  runtimeApi = await startRuntimeApi();
});

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.stop(0)));
  lines.length = 0;
});

afterAll(() => {
  runtimeApi.close();
  rmSync(folder, { recursive: true });
});

describe('a function', () => {
  it('runs its bundle and gives back what the handler returns', async () => {
    const pool = poolOf(`export const handler = async (event) => ({ doubled: event.number * 2 });`);
    expect(returned(await pool.invoke('{"number":21}'))).toEqual({ doubled: 42 });
  });

  it('sees the template’s environment, its role’s credentials and nothing of the person’s', async () => {
    process.env.PERSONAL_SETTING = 'mine';
    const pool = poolOf(`export const handler = async () => process.env;`, { environment: { QUEUE_URL: 'q' } });
    const seen = returned(await pool.invoke('{}'));
    expect(seen).toMatchObject({
      QUEUE_URL: 'q',
      AWS_ACCESS_KEY_ID: 'key-of-the-role',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    });
    expect(seen).not.toHaveProperty('PERSONAL_SETTING');
  });

  it('gets the context of the service', async () => {
    const pool = poolOf(
      `export const handler = async (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
    );
    const context = returned(await pool.invoke('{}'));
    expect(context).toMatchObject({ functionName: 'test', memoryLimitInMB: '512', invokedFunctionArn: 'arn:test' });
    expect(context).toHaveProperty('awsRequestId', expect.stringMatching(/^[0-9a-f-]{36}$/));
    expect(Number(Reflect.get(Object(context), 'left'))).toBeLessThanOrEqual(5000);
  });

  it('keeps its worker between invocations', async () => {
    const pool = poolOf(`let n = 0; export const handler = async () => ++n;`);
    await pool.invoke('{}');
    expect(returned(await pool.invoke('{}'))).toBe(2);
    expect(pool.statistics).toMatchObject({ started: 1, invocations: 2, errors: 0 });
  });

  it('runs one invocation a worker at a time, and others beside it in further workers', async () => {
    const pool = poolOf(
      `import { readdirSync, writeFileSync } from 'node:fs';
       let busy = 0;
       const begun = () => readdirSync('.').filter((name) => name.startsWith('begun-')).length;
       export const handler = async () => {
         if (++busy > 1) throw new Error('two at once');
         writeFileSync('begun-' + process.pid, '');
         // However long the start of another worker takes.
         do await new Promise((done) => setTimeout(done, 20)); while (begun() < 2);
         busy--;
         return process.pid;
       };`,
      { timeoutMs: 300_000 },
      { maxWorkers: 3 },
    );
    const results = await Promise.all(Array.from({ length: 12 }, () => pool.invoke('{}')));
    const processes = new Set(results.map(returned));
    expect(processes.size).toBeGreaterThan(1);
    expect(processes.size).toBeLessThanOrEqual(3);
  });

  it('never has more workers than concurrency is reserved for it', async () => {
    const pool = poolOf(`export const handler = async () => process.pid;`, { reservedConcurrency: 1 });
    const results = await Promise.all(Array.from({ length: 8 }, () => pool.invoke('{}')));
    expect(new Set(results.map(returned)).size).toBe(1);
  });

  it('with no concurrency at all is refused', async () => {
    const pool = poolOf(`export const handler = async () => 1;`, { reservedConcurrency: 0 });
    expect(await pool.invoke('{}')).toEqual({ status: 'not-run', errorType: 'TooManyRequestsException' });
  });

  it('that throws is a function error, and goes on in the same worker', async () => {
    const pool = poolOf(
      `export const handler = async (event) => { if (event.bad) throw new TypeError('no'); return 'ok'; };`,
    );
    expect(await pool.invoke('{"bad":true}')).toEqual({
      status: 'function-error',
      errorType: 'TypeError',
      message: 'no',
    });
    expect(returned(await pool.invoke('{}'))).toBe('ok');
    expect(pool.statistics.started).toBe(1);
  });

  it('that does not end is killed at the template’s timeout', async () => {
    const pool = poolOf(`export const handler = (event) => event.hang && new Promise(() => {});`, { timeoutMs: 1000 });
    expect(await pool.invoke('{"hang":true}')).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect((await pool.invoke('{}')).status).toBe('ok');
    expect(pool.statistics.started).toBe(2);
  });

  it('that blocks its thread is killed too', async () => {
    const pool = poolOf(`export const handler = () => { for (;;); };`, { timeoutMs: 1000 });
    expect(await pool.invoke('{}')).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it('whose process ends is a function error, and the next invocation meets a new worker', async () => {
    const pool = poolOf(`export const handler = async (event) => { if (event.bad) process.exit(3); return 'ok'; };`);
    expect(await pool.invoke('{"bad":true}')).toMatchObject({
      errorType: 'Runtime.ExitError',
      message: expect.stringContaining('exit status 3'),
    });
    expect(returned(await pool.invoke('{}'))).toBe('ok');
  });

  it.each([
    ['and is not done yet', `const kept = Buffer.alloc(200e6, 1); for (;;) kept[0] += 1;`],
    ['and waits', `globalThis.kept = Buffer.alloc(200e6, 1); await new Promise(() => {});`],
    ['and answers', `globalThis.kept = Buffer.alloc(200e6, 1); return 1;`],
  ])('that outgrows its memory %s is killed at that moment, as Lambda logs it', async (_how, body) => {
    const pool = poolOf(`export const handler = async (event) => { if (event.bad) { ${body} } return 'ok'; };`, {
      memoryMb: 128,
      timeoutMs: 20_000,
    });
    expect(await pool.invoke('{"bad":true}')).toEqual({
      status: 'function-error',
      errorType: 'Runtime.OutOfMemory',
      message: 'Runtime exited with error: signal: killed',
    });
    expect(returned(await pool.invoke('{}'))).toBe('ok');
    const text = lines.join('\n');
    expect(text).toMatch(
      /^REPORT RequestId: .*\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime\.OutOfMemory$/m,
    );
    expect(text).toMatch(
      /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed\nRuntime\.ExitError$/m,
    );
  });

  it('within its memory is not', async () => {
    const pool = poolOf(`export const handler = async () => { globalThis.kept = Buffer.alloc(20e6, 1); return 1; };`, {
      memoryMb: 256,
    });
    expect(returned(await pool.invoke('{}'))).toBe(1);
    expect(pool.statistics).toMatchObject({ started: 1, errors: 0 });
  });

  it('has 1,024 file descriptors', async () => {
    const pool = poolOf(
      `import { openSync } from 'node:fs';
       export const handler = async () => { for (let open = 0; ; open += 1) openSync('index.mjs'); };`,
    );
    expect(await pool.invoke('{}')).toMatchObject({ message: expect.stringContaining('EMFILE') });
    const few = poolOf(
      `import { openSync } from 'node:fs';
       export const handler = async () => { for (let open = 0; open < 900; open += 1) openSync('index.mjs'); };`,
    );
    expect((await few.invoke('{}')).status).toBe('ok');
  });

  it('may return 6 MB and no more', async () => {
    const pool = poolOf(`export const handler = async ({ bytes }) => 'x'.repeat(bytes);`);
    expect((await pool.invoke(`{"bytes":${6 * 1024 * 1024}}`)).status).toBe('ok');
    expect(await pool.invoke(`{"bytes":${6 * 1024 * 1024 + 101}}`)).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });

  it('whose bundle cannot be loaded says so when warmed', async () => {
    const pool = poolOf(`import './missing.mjs'; export const handler = async () => 1;`);
    await expect(pool.warm()).rejects.toThrow(/The function test does not start: .*missing\.mjs/);
  });

  it('whose bundle cannot be loaded fails each invocation with its error', async () => {
    const pool = poolOf(`export const somethingElse = 1;`);
    expect(await pool.invoke('{}')).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
    expect(await pool.invoke('{}')).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
  });

  it('that does not start any more says so once, and why, until it starts again', async () => {
    const told: string[] = [];
    const onStartError = ({ message }: Error) => told.push(message);
    const pool = poolOf(`export const handler = async () => 1;`, {}, { onStartError });
    await pool.warm();
    expect(pool.statistics.startError).toBeUndefined();
    await pool.replace(configOf(`export const other = 1;`));
    await pool.invoke('{}');
    await pool.invoke('{}');
    const why = 'Runtime.HandlerNotFound: index.handler is undefined or not exported';
    expect([told, pool.statistics.startError]).toEqual([[`The function test does not start: ${why}`], why]);
    await pool.replace(configOf(`export const handler = async () => 2;`));
    expect(returned(await pool.invoke('{}'))).toBe(2);
    expect([told.length, pool.statistics.startError]).toEqual([1, undefined]);
  });

  it('hands its output over line by line', async () => {
    const pool = poolOf(`export const handler = async () => { process.stdout.write('{"code":"x"}\\n'); return 1; };`);
    await pool.invoke('{}');
    await pool.stop(0);
    expect(lines).toContain('{"code":"x"}');
  });

  it('that is replaced finishes what runs with the old code, and begins the rest with the new', async () => {
    const pool = poolOf(
      `export const handler = async () => { await new Promise((r) => setTimeout(r, 300)); return 'old'; };`,
    );
    await pool.warm();
    const running = pool.invoke('{}');
    const replaced = pool.replace(configOf(`export const handler = async () => 'new';`));
    expect(returned(await pool.invoke('{}'))).toBe('new');
    expect(returned(await running)).toBe('old');
    await replaced;
  });

  it('ends the workers that run something, and keeps the others', async () => {
    const pool = poolOf(
      `let n = 0; export const handler = async ({ hang }) => (hang ? new Promise(() => {}) : [process.pid, ++n]);`,
      { timeoutMs: 300_000 },
    );
    await pool.invoke('{}');
    const hanging = pool.invoke('{"hang":true}');
    const other = pool.invoke('{}');
    const [kept] = Object(returned(await other));
    await pool.endBusy(0);
    expect(await hanging).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(returned(await pool.invoke('{}'))).toEqual([kept, 2]);
  });

  it('does not run what its caller gave up on before a worker was free', async () => {
    const pool = poolOf(
      `import { existsSync } from 'node:fs';
       export const handler = async ({ until }) => {
         while (!existsSync(until)) await new Promise((done) => setTimeout(done, 20));
       };`,
      { timeoutMs: 300_000 },
      { maxWorkers: 1 },
    );
    await pool.warm();
    const until = join(folder, 'the second was given up');
    const first = pool.invoke(JSON.stringify({ until }));
    const caller = new AbortController();
    const second = pool.invoke(JSON.stringify({ until }), caller.signal);
    caller.abort();
    expect(await second).toEqual({ status: 'not-run', errorType: 'Abandoned' });
    writeFileSync(until, '');
    expect((await first).status).toBe('ok');
  });

  it('lets what runs finish when it is stopped', async () => {
    const pool = poolOf(
      `export const handler = async () => { await new Promise((r) => setTimeout(r, 200)); return 1; };`,
    );
    await pool.warm();
    const running = pool.invoke('{}');
    await pool.stop(5000);
    expect(returned(await running)).toBe(1);
    expect(pool.statistics.workers).toBe(0);
  });
});

describe('a fault of a function', () => {
  it('crashes the worker that got the invocation', async () => {
    const pool = poolOf(`export const handler = () => new Promise((r) => setTimeout(r, 5000));`);
    pool.addFault({ mode: 'crash', count: 1 });
    expect(await pool.invoke('{}')).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  it('shifts the clock of the worker, its deadline included', async () => {
    const pool = poolOf(
      `export const handler = async (_, context) => [Date.now(), new Date().getTime(), context.getRemainingTimeInMillis()];`,
    );
    pool.addFault({ mode: 'skew', skewMs: 3_600_000 });
    const [now, date, left] = Object(returned(await pool.invoke('{}')));
    expect(now - Date.now()).toBeGreaterThan(3_500_000);
    expect(date - Date.now()).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(5000);
    expect(left).toBeGreaterThan(0);
  });

  it('refuses the invocation without running it', async () => {
    const pool = poolOf(`export const handler = async () => 1;`);
    pool.addFault({ mode: 'throttle', count: 1 });
    expect((await pool.invoke('{}')).status).toBe('not-run');
    expect((await pool.invoke('{}')).status).toBe('ok');
  });
});

function poolOf(
  source: string,
  overrides: Partial<FunctionConfig> = {},
  more: Partial<FunctionPoolOptions> = {},
): FunctionPool {
  const pool = new FunctionPool(configOf(source, overrides), {
    runtimeApi,
    maxWorkers: 4,
    nodePath: node24(),
    onLine: (line) => lines.push(line),
    environmentOf: (config, workerId) =>
      workerEnvironment(config, {
        workerId,
        credentials: { accessKeyId: 'key-of-the-role', secretAccessKey: 's' },
        region: 'us-east-1',
        awsEndpoint: 'http://127.0.0.1:1',
        runtimeApi: runtimeApi.addressFor(workerId),
      }),
    ...more,
  });
  pools.push(pool);
  return pool;
}

function configOf(source: string, overrides: Partial<FunctionConfig> = {}): FunctionConfig {
  const bundleDirectory = mkdtempSync(join(folder, 'bundle-'));
  writeFileSync(join(bundleDirectory, 'index.mjs'), source);
  return functionConfig(bundleDirectory, { timeoutMs: 5000, ...overrides });
}

function returned(result: InvocationResult): unknown {
  if (result.status !== 'ok') throw new Error(JSON.stringify(result));
  return JSON.parse(result.payload.toString());
}
