import { FunctionFaults } from '../../src/faults/function-faults';

describe('faults of a function', () => {
  it('strike as often as they say', () => {
    const faults = new FunctionFaults();
    faults.add({ mode: 'error', count: 2 });
    expect([1, 2, 3].map(() => faults.takeAt('invocation')?.mode)).toEqual(['error', 'error', undefined]);
    expect(faults.struck).toBe(2);
  });

  it('strike for as long as they say', () => {
    let now = 0;
    const faults = new FunctionFaults(() => now);
    faults.add({ mode: 'error', seconds: 2 });
    now = 1999;
    expect(faults.takeAt('invocation')).toBeDefined();
    now = 2000;
    expect(faults.takeAt('invocation')).toBeUndefined();
  });

  it('strike the share that they say', () => {
    const draws = [0.1, 0.4, 0.3];
    const faults = new FunctionFaults(Date.now, () => draws.shift() ?? 1);
    faults.add({ mode: 'error', rate: 0.35 });
    expect([1, 2, 3].map(() => faults.takeAt('invocation') !== undefined)).toEqual([true, false, true]);
  });

  it('of the clock strike starts, all others invocations', () => {
    const faults = new FunctionFaults();
    faults.add({ mode: 'skew', skewMs: 5 });
    expect(faults.takeAt('invocation')).toBeUndefined();
    expect(faults.takeAt('start')?.skewMs).toBe(5);
    faults.clear();
    faults.add({ mode: 'crash' });
    expect(faults.takeAt('start')).toBeUndefined();
    expect(faults.takeAt('invocation')?.mode).toBe('crash');
  });

  it('are gone when they are cleared', () => {
    const faults = new FunctionFaults();
    faults.add({ mode: 'error' });
    faults.clear();
    expect(faults.takeAt('invocation')).toBeUndefined();
  });
});
