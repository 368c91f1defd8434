import { settings } from '../../../../lib/settings';
import { computeLimits, mostConsumers } from '../../src/cost/limits';
import { quotas } from '../../src/cost/tables';
import { burst, inventory } from './example';

describe('computeLimits', () => {
  it('puts the most used first', () => {
    const used = computeLimits(3_000, burst, inventory).map((limit) => limit.used);
    expect(used).toEqual([...used].sort((a, b) => b - a));
  });

  it('finds nothing broken by 900 a second', () => {
    expect(computeLimits(900, burst, inventory).filter(({ used }) => used > 1)).toEqual([]);
  });

  it('asks for concurrency where environments that start are more than the account has', () => {
    const [cold] = computeLimits(3_000, burst, inventory).filter(({ what }) => what.includes('nothing is warm'));
    expect(cold).toMatchObject({ demand: 1_200, limit: 1_000, used: 1.2 });
    expect(cold?.remedy).toContain('2500');
  });

  it.each([1, 50, 900, 2_000, 3_000, 20_000, 400_000])(
    'for %i a second advises neither less than is set nor more than can be set',
    (perSecond) => {
      const set = 20;
      const limits = computeLimits(perSecond, burst, { ...inventory, consumerConcurrency: set });
      const numbers = limits.flatMap(({ remedy }) => /`consumerConcurrency` (?:to|at) (\d+)/.exec(remedy)?.[1] ?? []);
      expect(numbers).toHaveLength(1);
      expect(Number(numbers[0])).toBeGreaterThanOrEqual(set);
      expect(Number(numbers[0])).toBeLessThanOrEqual(mostConsumers);
      const asked = limits.flatMap(({ remedy }) => /concurrent executions .* of (\d+)/.exec(remedy)?.[1] ?? []);
      expect(asked.map(Number).every((number) => number > quotas.lambdaConcurrency.value)).toBe(true);
    },
  );

  it('knows the most that the setting takes', () => {
    expect(settings.consumerConcurrency.rule(mostConsumers)).toBeUndefined();
    expect(settings.consumerConcurrency.rule(mostConsumers + 1)).toBeDefined();
  });

  it('takes the throttle of a method from the template', () => {
    const limits = computeLimits(1_000, burst, { ...inventory, stageRate: 500 });
    expect(limits.find(({ what }) => what === 'method throttle, if all come by one route')).toMatchObject({
      limit: 500,
      used: 2,
    });
  });

  it('lets the consumer bound what reaches table and bus', () => {
    const few = computeLimits(3_000, burst, { ...inventory, consumerConcurrency: 2 });
    const many = computeLimits(3_000, burst, { ...inventory, consumerConcurrency: 200 });
    const demandOf = (limits: typeof few, what: string) => limits.find((limit) => limit.what === what)?.demand;
    expect(demandOf(few, 'PutEvents')).toBe(20);
    expect(demandOf(many, 'PutEvents')).toBe(300);
    expect(demandOf(many, 'writes of the ledger, while the table is new')).toBe(6_000);
  });
});
