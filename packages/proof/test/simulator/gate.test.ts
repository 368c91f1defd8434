import { createGate } from '../../src/simulator/vibes';

function heldTask() {
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let started = false;
  return {
    finish,
    isStarted: () => started,
    task: async () => {
      started = true;
      await done;
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('createGate', () => {
  it('lets no more than its width through at once', async () => {
    const gate = createGate(2);
    const tasks = [heldTask(), heldTask(), heldTask()];
    const all = tasks.map(({ task }) => gate(task));
    await settle();
    expect(tasks.map(({ isStarted }) => isStarted())).toEqual([true, true, false]);
    tasks[0]?.finish();
    await settle();
    expect(tasks.map(({ isStarted }) => isStarted())).toEqual([true, true, true]);
    for (const { finish } of tasks) finish();
    await Promise.all(all);
  });

  it('frees the place of a task that fails', async () => {
    const gate = createGate(1);
    await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate(async () => 'next')).resolves.toBe('next');
  });
});
