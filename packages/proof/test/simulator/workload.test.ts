import { createHash } from 'node:crypto';
import { ordinaryDay, planWorkload, type WorkloadPlan } from '../../src/simulator/workload';

const plan: WorkloadPlan = {
  seed: 7,
  callbacks: 500,
  mix: ordinaryDay,
  imports: { count: 0, rows: 0 },
  copies: 0,
};

function digest(changed: Partial<WorkloadPlan>): string {
  const hash = createHash('sha256');
  for (const { atMs, callback } of planWorkload({ ...plan, ...changed })) {
    hash.update(`${atMs} ${callback.key} ${callback.method}`).update(callback.document(1).body);
  }
  return hash.digest('hex');
}

describe('planWorkload', () => {
  it('makes the same bytes in the same order from the same seed', () => {
    expect(digest({})).toBe(digest({}));
  });

  it('makes other callbacks from another seed', () => {
    const keys = (seed: number) => new Set(planWorkload({ ...plan, seed }).map(({ callback }) => callback.key));
    const others = keys(8);
    expect([...keys(7)].filter((key) => others.has(key))).toEqual([]);
  });

  it('makes as many callbacks as were asked for, no two with one key', () => {
    const keys = planWorkload(plan).map(({ callback }) => callback.key);
    expect(keys).toHaveLength(500);
    expect(new Set(keys).size).toBe(500);
  });

  it('sends every kind that the mix names and no other', () => {
    const kinds = new Set(planWorkload(plan).map(({ callback }) => callback.kind));
    expect([...kinds].sort()).toEqual(Object.keys(ordinaryDay).sort());
  });

  it('spaces callbacks by the rate', () => {
    const arrivals = planWorkload({ ...plan, callbacks: 3, perSecond: 50 });
    expect(arrivals.map(({ atMs }) => atMs)).toEqual([0, 20, 40]);
  });

  it('sends all rows of an import at one moment, among the number that was asked for', () => {
    const arrivals = planWorkload({ ...plan, perSecond: 100, imports: { count: 2, rows: 100 } });
    const moments = new Map<number, number>();
    for (const { atMs } of arrivals) moments.set(atMs, (moments.get(atMs) ?? 0) + 1);
    expect(arrivals).toHaveLength(500);
    expect([...moments.values()].filter((count) => count >= 100)).toHaveLength(2);
  });

  it('refuses more rows than callbacks', () => {
    expect(() => planWorkload({ ...plan, imports: { count: 6, rows: 100 } })).toThrow(RangeError);
  });

  it('sends copies beside their callbacks at the same moment', () => {
    const arrivals = planWorkload({ ...plan, callbacks: 50, perSecond: 10, copies: 1 });
    expect(arrivals).toHaveLength(100);
    expect(arrivals[0]).toEqual(arrivals[1]);
  });
});
