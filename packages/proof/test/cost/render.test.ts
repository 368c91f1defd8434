import { renderBill, renderLimits, renderSums, renderTables } from '../../src/cost/render';
import { assumptionTable, prices, quotas } from '../../src/cost/tables';
import { measured } from './example';

/** The cells of each row of a table. */
const rowsOf = (table: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

/** A million callbacks a month. */
const perDay = 1_000_000 / 30;

describe('the bill', () => {
  const rows = rowsOf(renderBill(perDay, measured));

  it('has a row for what is paid, with both ways that callbacks come', () => {
    expect(rows).toContainEqual([
      'API Gateway',
      'requests',
      '1,000,000 requests',
      '$3.5 / 1,000,000 requests',
      '$3.50',
      '$3.50',
    ]);
  });

  it('ends with the sum of its rows', () => {
    const amounts = (column: number) => rows.slice(2, -1).map((row) => Number(row[column]?.replace(/[$,]/g, '')));
    const sums = [4, 5].map((column) => amounts(column).reduce((sum, one) => sum + one, 0));
    const [last = []] = rows.slice(-1);
    for (const [index, sum] of sums.entries()) {
      expect(Number(last[4 + index]?.replace(/[*$,]/g, ''))).toBeCloseTo(sum, 0);
    }
  });

  it('has each row once, also where only one of the two ways has it', () => {
    const names = rows.slice(2, -1).map(([service, what]) => `${service} ${what}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('the sums of several sizes are a row each, and what a million costs falls with the size', () => {
  const [, , small = [], large = []] = rowsOf(renderSums([1_000, 100_000], measured));
  expect([small[0], large[0]]).toEqual(['1,000', '100,000']);
  const usd = (text = '') => Number(text.replace(/[$,]/g, ''));
  expect(usd(large[1])).toBeGreaterThan(usd(small[1]));
  expect(usd(large[3])).toBeLessThan(usd(small[3]));
});

describe('the limits', () => {
  it('are listed in the order in which they are reached, with what to do', () => {
    const text = renderLimits([100_000], measured);
    const shares = [...text.matchAll(/^\d+\. .+: (\d+) % of the limit\. \S/gm)].map(([, share]) => Number(share));
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(Math.min(...shares)).toBeGreaterThan(100);
  });

  it('name the closest one if none is reached', () => {
    const text = renderLimits([1], measured);
    expect(text).toMatch(/At 1 a second nothing reaches its limit\. Closest: .+, \d+ %\./);
    expect(text).not.toContain('these limits are reached');
  });

  it('have a row each, with what every burst asks of them', () => {
    const [head = [], , ...rows] = rowsOf(renderLimits([900, 3_000], measured));
    expect(head).toEqual(['what', 'limit', 'at 900/s', 'at 3,000/s', 'above the limit']);
    const bus = rows.filter(([what]) => what === 'PutEvents');
    expect(bus).toEqual([['PutEvents', '10,000 PutEvents/s', '90, 1 %', '200, 2 %', 'late, not lost']]);
  });
});

test('the tables name every price, every assumption and every quota, and each call by who makes it', () => {
  const text = renderTables(measured);
  const rows = rowsOf(text).length;
  const calls = 8 + 1;
  const heads = 4 * 2;
  const expected = Object.keys(prices).length + Object.keys(assumptionTable).length + Object.keys(quotas).length;
  expect(rows).toBe(expected + calls + heads);
  expect(text).toContain('| sqs.ReceiveMessage | event source mapping | 1.200 | 0.100 |');
  expect(text).toContain('| consumer invocation | event source mapping | 1.000 | 0.100 |');
});
