import { historyNames, planHistories } from '../../../src/simulator/histories/histories';
import { byMessage } from '../../../src/simulator/histories/said';

const submittedAt = Date.UTC(2026, 4, 6);
const plan = { seed: 7, count: 2 * historyNames.length, copies: 0, submittedAt };

describe('a plan of histories', () => {
  it('has all of them, in the same order with the same seed', () => {
    const { arrivals, submissions, said } = planHistories(plan);
    expect(arrivals.length + submissions.length).toBe(said.length);
    // Of alternate delivery two messages come.
    expect(byMessage(said).size).toBe(plan.count + 2);
    expect(new Set(arrivals.map(({ callback }) => callback.key)).size).toBe(arrivals.length);
    expect(planHistories(plan).said).toEqual(said);
    expect(planHistories({ ...plan, seed: 8 }).said).not.toEqual(said);
  });

  it('mixes them, and half of them are in another order than they were made', () => {
    const { said } = planHistories({ ...plan, count: 200, names: ['sms-delivered'] });
    const orders = [...byMessage(said).values()].map((all) => all.every((one, at) => (all[at - 1]?.at ?? 0) < one.at));
    expect(orders.filter(Boolean).length).toBeGreaterThan(100);
    expect(orders.filter((isOrdered) => !isOrdered).length).toBeGreaterThan(50);
    const [first] = said;
    const ofFirst = said.flatMap((one, at) => (one.messageId === first?.messageId ? [at] : []));
    expect(ofFirst).not.toEqual([0, 1, 2]);
  });

  it('takes those that are asked for, at their rate, some twice', () => {
    const { arrivals } = planHistories({ ...plan, count: 3, names: ['sms-refused'], perSecond: 10, copies: 1 });
    expect(arrivals.map(({ atMs }) => atMs)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(new Set(arrivals.map(({ callback }) => callback.key)).size).toBe(3);
  });

  it('has submissions of the time that it is given', () => {
    const { submissions } = planHistories({ ...plan, count: 2, names: ['submitted-silent'] });
    expect(submissions.map(({ at }) => at)).toEqual([submittedAt, submittedAt]);
  });
});
