import type { InvocationResult } from '../../src/lambda/invocation';
import type { Worker } from '../../src/lambda/worker';
import { WorkerSet } from '../../src/lambda/worker-set';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { functionConfig, nextResponse, scriptedNode, waits } from './scripted-worker';

const newFolder = temporaryFolder();
const sets: WorkerSet[] = [];

afterEach(async () => {
  await Promise.all(sets.splice(0).map((set) => set.retire(undefined, 0)));
});

function given(script = waits) {
  const folder = newFolder();
  const known = new Map<string, Worker>();
  const gone: (InvocationResult | undefined)[] = [];
  const lines: string[] = [];
  let idle = 0;
  const set = new WorkerSet(
    {
      runtimeApi: {
        add: (worker) => known.set(worker.id, worker),
        remove: (worker) => known.delete(worker.id),
        addressFor: (id) => id,
        close: () => undefined,
      },
      nodePath: scriptedNode(folder, script),
      environmentOf: ({ name }, workerId) => ({ PATH: process.env.PATH ?? '', NAME: name, ID: workerId }),
      onLine: (line, workerId) => lines.push(`${workerId} ${line}`),
    },
    { onIdle: () => (idle += 1), onGone: (initError) => gone.push(initError) },
  );
  sets.push(set);
  const start = (): Worker => {
    set.start(functionConfig(folder), 0);
    const [worker] = [...known.values()].slice(-1);
    if (worker === undefined) throw new Error('the runtime API does not know the worker');
    return worker;
  };
  const ready = (): Worker => {
    const worker = start();
    worker.askedForNext(nextResponse());
    return worker;
  };
  return { set, start, ready, known, gone, lines, idle: () => idle };
}

/** Gives the worker an invocation, and answers it when told. */
function occupy(worker: Worker) {
  worker.give({
    id: 'i',
    payload: '{}',
    sinceMs: 0,
    given: () => undefined,
    log: () => undefined,
    settle: () => undefined,
  });
  return () => {
    worker.answered('i', { status: 'ok', payload: Buffer.from('1') });
    worker.askedForNext(nextResponse());
  };
}

describe('the workers of a function', () => {
  it('are none to begin with', () => {
    const { set } = given();
    expect([set.size, set.started, set.busy, set.meanBusyMs, set.anyStarting]).toEqual([0, 0, 0, 0, false]);
    expect(set.takeIdle()).toBeUndefined();
  });

  it('are starting until they ask for an invocation, then idle', () => {
    const { set, start, idle } = given();
    const worker = start();
    expect([set.anyStarting, set.takeIdle(), idle()]).toEqual([true, undefined, 0]);
    worker.askedForNext(nextResponse());
    expect([set.anyStarting, idle()]).toEqual([false, 1]);
    expect(set.takeIdle()).toBe(worker);
  });

  it('are taken the last one first, each once', () => {
    const { set, ready } = given();
    const [first, second] = [ready(), ready()];
    expect([set.takeIdle(), set.takeIdle(), set.takeIdle()]).toEqual([second, first, undefined]);
  });

  it('have ids and environments of their own, by which their lines are known', async () => {
    const { start, lines } = given('echo "$NAME $ID"');
    const [one, other] = [start(), start()];
    await Promise.all([one.ended, other.ended]);
    // What a process wrote may be read after its end.
    await until(() => lines.length === 2);
    expect([...lines].sort()).toEqual([one, other].map(({ id }) => `${id} test ${id}`).sort());
    expect(one.id).not.toBe(other.id);
  });

  it('that end before they could take anything are reported with the reason, and forgotten', async () => {
    const { set, start, gone, known } = given('exit 7');
    await start().ended;
    expect(gone).toEqual([expect.objectContaining({ message: 'Runtime exited with error: exit status 7' })]);
    expect([set.size, set.started, known.size]).toEqual([0, 1, 0]);
  });

  it('that end while idle are not taken any more', async () => {
    const { set, ready, gone } = given();
    const worker = ready();
    expect(set.kill(worker.id)).toBe(true);
    await worker.ended;
    expect([set.takeIdle(), gone]).toEqual([undefined, [undefined]]);
    expect(set.kill(worker.id)).toBe(false);
  });

  it('count as busy while they have an invocation', () => {
    const { set, ready } = given();
    const [worker] = [ready(), ready()];
    const answer = occupy(worker);
    expect(set.busy).toBe(1);
    expect(set.meanBusyMs).toBeGreaterThan(0);
    answer();
    expect([set.busy, set.meanBusyMs]).toEqual([0, 0]);
  });
});

describe('workers that are retired', () => {
  it('are ended at once where they are idle, and are no failed start', async () => {
    const { set, ready, start, gone } = given();
    ready();
    start();
    await set.retire();
    expect([set.size, gone]).toEqual([0, [undefined, undefined]]);
  });

  it('finish what they run, and take nothing more', async () => {
    const { set, ready } = given();
    const worker = ready();
    expect(set.takeIdle()).toBe(worker);
    const answer = occupy(worker);
    let done = false;
    const retired = set.retire().then(() => {
      done = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    answer();
    await retired;
    expect(set.takeIdle()).toBeUndefined();
  });

  it('are ended with what they run when the grace is over', async () => {
    const { set, ready } = given();
    occupy(ready());
    await set.retire(undefined, 0);
    expect(set.size).toBe(0);
  });

  it('are those that match, and no others', async () => {
    const { set, ready } = given();
    const [first, second] = [ready(), ready()];
    await set.retire((worker) => worker === first);
    expect([set.size, set.takeIdle()]).toEqual([1, second]);
  });
});
