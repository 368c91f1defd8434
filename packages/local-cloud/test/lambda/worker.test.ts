import type { InvocationResult } from '../../src/lambda/invocation';
import { type Logging, textLogging } from '../../src/lambda/logging';
import { Worker } from '../../src/lambda/worker';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { functionConfig, nextResponse, scriptedNode, waits } from './scripted-worker';

const newFolder = temporaryFolder();
const workers: Worker[] = [];

afterEach(async () => {
  for (const worker of workers) worker.kill();
  await Promise.all(workers.splice(0).map(({ ended }) => ended));
});

interface Gone {
  readonly initError: InvocationResult | undefined;
}

/** A worker whose process is a script: the test speaks for its runtime. */
function workerOf(script: string, timeoutMs = 60_000, logging: Logging = textLogging) {
  const folder = newFolder();
  const nodePath = scriptedNode(folder, script);
  const lines: string[] = [];
  const platformLines: string[] = [];
  const idle: string[] = [];
  const gone: Gone[] = [];
  const worker = new Worker({
    id: 'worker-1',
    config: functionConfig(folder, { timeoutMs, logging }),
    environment: { PATH: process.env.PATH ?? '' },
    skewMs: 0,
    nodePath,
    hooks: {
      idle: ({ id }) => idle.push(id),
      gone: (_worker, initError) => gone.push({ initError }),
      line: (line) => lines.push(line),
      platformLine: (line) => platformLines.push(line),
    },
  });
  workers.push(worker);
  return { worker, lines, platformLines, idle, gone };
}

/** Gives the worker an invocation; resolves with what became of it. */
function invoked(worker: Worker, id = 'invocation-1'): Promise<InvocationResult> {
  const asked = { id, payload: '{"n":1}', sinceMs: 0, given: () => undefined, log: () => undefined };
  return new Promise((settle) => worker.give({ ...asked, settle }));
}

const ok = { status: 'ok', payload: Buffer.from('42') } as const;

describe('a worker', () => {
  it('is starting until it asks for its first invocation, then idle', () => {
    const { worker, idle } = workerOf(waits);
    expect([worker.starting, worker.busy, idle]).toEqual([true, false, []]);
    worker.askedForNext(nextResponse());
    expect([worker.starting, worker.busy, idle]).toEqual([false, false, ['worker-1']]);
  });

  it('has its invocation until it answers that one', async () => {
    const { worker } = workerOf(waits);
    const next = nextResponse();
    const head = jest.spyOn(next, 'writeHead');
    worker.askedForNext(next);
    const result = invoked(worker);
    expect(worker.busy).toBe(true);
    const headers = {
      'lambda-runtime-aws-request-id': 'invocation-1',
      'lambda-runtime-invoked-function-arn': 'arn:test',
    };
    expect(head).toHaveBeenCalledWith(200, expect.objectContaining(headers));
    worker.answered('invocation-0', { status: 'ok', payload: Buffer.from('of another') });
    expect(worker.busy).toBe(true);
    worker.answered('invocation-1', ok);
    expect(await result).toEqual(ok);
    expect([worker.busy, worker.busyForMs]).toEqual([false, 0]);
  });

  it('that asks along with its answer is idle once the answer is read', async () => {
    const { worker, idle } = workerOf(waits);
    worker.askedForNext(nextResponse());
    const result = invoked(worker);
    worker.askedForNext(nextResponse());
    expect([worker.busy, idle.length]).toEqual([true, 1]);
    worker.answered('invocation-1', ok);
    expect(await result).toEqual(ok);
    expect([worker.busy, idle.length]).toEqual([false, 2]);
  });

  it('that has asked already and is killed is not idle again', async () => {
    const { worker, idle } = workerOf(waits);
    worker.askedForNext(nextResponse());
    const result = invoked(worker);
    worker.askedForNext(nextResponse());
    worker.kill();
    expect(await result).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(idle).toHaveLength(1);
  });

  it('that ends before it asked is gone with the reason', async () => {
    const { worker, gone, lines } = workerOf('echo to-the-log; exit 7');
    await worker.ended;
    expect(gone).toEqual([
      {
        initError: {
          status: 'function-error',
          errorType: 'Runtime.ExitError',
          message: 'Runtime exited with error: exit status 7',
        },
      },
    ]);
    expect(lines).toEqual(['to-the-log']);
  });

  it('that says itself that it could not start is gone with what it said', async () => {
    const { worker, gone } = workerOf(waits);
    worker.initFailed('Runtime.ImportModuleError', 'no such module');
    await worker.ended;
    expect(gone[0]?.initError).toMatchObject({ errorType: 'Runtime.ImportModuleError', message: 'no such module' });
  });

  it('that is killed at its invocation fails it, and has had a start', async () => {
    const { worker, gone, lines } = workerOf(waits);
    worker.askedForNext(nextResponse());
    const result = invoked(worker);
    worker.kill();
    expect(await result).toEqual({
      status: 'function-error',
      errorType: 'Runtime.ExitError',
      message: 'Runtime exited with error: signal: killed',
    });
    await worker.ended;
    expect(gone).toEqual([{ initError: undefined }]);
    expect(lines).toContain('RequestId: invocation-1 Error: Runtime exited with error: signal: killed');
    expect(lines.at(-1)).toMatch(/^REPORT RequestId: invocation-1\t.*\tStatus: error\tError Type: Runtime\.ExitError$/);
  });

  it('that is late fails its invocation and is ended; an answer after that is ignored', async () => {
    const { worker, lines } = workerOf(waits, 10);
    worker.askedForNext(nextResponse());
    const result = await invoked(worker);
    worker.answered('invocation-1', ok);
    expect(result).toMatchObject({ errorType: 'Sandbox.Timedout', message: 'Task timed out after 0.01 seconds' });
    await worker.ended;
    expect(lines).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z invocation-1 Task timed out after 0\.01 seconds$/),
      'END RequestId: invocation-1',
      expect.stringMatching(/^REPORT RequestId: invocation-1\tDuration: .* MB\tStatus: timeout$/),
    ]);
  });

  describe('with JSON lines from WARN on', () => {
    const logging = { format: 'JSON', application: 'INFO', system: 'WARN' } as const;
    const reports = (lines: readonly string[]) =>
      lines
        .map((line) => JSON.parse(line))
        .map(({ type, record }) => [type, record.requestId, record.status, record.errorType]);

    it('logs nothing around an invocation that returns', async () => {
      const { worker, lines, platformLines } = workerOf(waits, undefined, logging);
      worker.askedForNext(nextResponse());
      const result = invoked(worker);
      worker.answered('invocation-1', ok);
      await result;
      expect([lines, platformLines]).toEqual([[], []]);
    });

    it('logs a report of one that threw, was killed or was late', async () => {
      const thrown = workerOf(waits, undefined, logging);
      thrown.worker.askedForNext(nextResponse());
      const result = invoked(thrown.worker);
      thrown.worker.answered('invocation-1', { status: 'function-error', errorType: 'Error', message: 'x' });
      await result;
      expect(reports(thrown.platformLines)).toEqual([
        ['platform.runtimeDone', 'invocation-1', 'error', 'Error'],
        ['platform.report', 'invocation-1', 'error', 'Error'],
      ]);
      const killed = workerOf(waits, undefined, logging);
      killed.worker.askedForNext(nextResponse());
      const end = invoked(killed.worker);
      killed.worker.kill();
      await end;
      expect(reports(killed.lines)[1]).toEqual(['platform.report', 'invocation-1', 'error', 'Runtime.ExitError']);
      const late = workerOf(waits, 10, logging);
      late.worker.askedForNext(nextResponse());
      await invoked(late.worker);
      expect(reports(late.lines)[1]).toEqual(['platform.report', 'invocation-1', 'timeout', undefined]);
    });

    it('keeps the function’s own lines from their level on', async () => {
      const script = `echo '{"level":"debug","n":1}'; echo '{"level":"warn","n":2}'; echo text; exit 0`;
      const { lines } = workerOf(script, undefined, logging);
      // Its last lines may be read after its exit.
      await until(() => lines.includes('text'));
      expect(lines).toEqual(['{"level":"warn","n":2}', 'text']);
    });
  });

  it('has Lambda’s own lines around each invocation that returns, apart from its own', async () => {
    const { worker, lines, platformLines } = workerOf(waits);
    worker.askedForNext(nextResponse());
    const result = invoked(worker);
    worker.answered('invocation-1', ok);
    await result;
    expect(platformLines).toEqual([
      'START RequestId: invocation-1 Version: $LATEST',
      'END RequestId: invocation-1',
      expect.stringMatching(
        /^REPORT RequestId: invocation-1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB$/,
      ),
    ]);
    expect(lines).toEqual([]);
  });
});
