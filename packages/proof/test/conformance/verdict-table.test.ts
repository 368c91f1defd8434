import { type ScenarioVerdict, verdictTable } from '../../src/conformance/verdict-table';
import { reportDeliveries } from '../../src/simulator/report';

const held: ScenarioVerdict = {
  name: 'ordinary-day',
  shows: 'Nothing wrong.',
  seconds: 3.2,
  broken: [],
  delivery: { ...reportDeliveries([]), sent: 40, acceptedAtAttempt: { '1': 38, '2': 2 }, retries: 2 },
  published: 40,
  deadLetters: 0,
};

describe('verdictTable', () => {
  it('has a line for each scenario and a sum', () => {
    const table = verdictTable([held, { ...held, name: 'table-down', broken: ['lost for good: 1, expected 0'] }]);
    expect(table).toMatch(/ordinary-day +held +40 +38 +2 +40 +0 +3\n/);
    expect(table).toMatch(/table-down +BROKEN/);
    expect(table).toContain('table-down: lost for good: 1, expected 0');
    expect(table).toContain('1 held, 1 broken');
  });

  it('has short lines on a narrow terminal', () => {
    const name = 'password-rotated-under-load';
    const lines = verdictTable([held, { ...held, name }], 60).split('\n');
    expect(lines.slice(0, 3)).toEqual(['scenario      ordinary-day', 'verdict       held', 'sent          40']);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  it('has a line for a scenario that could not run', () => {
    expect(verdictTable([{ ...held, delivery: null, broken: ['no cloud'] }])).toContain('ordinary-day: no cloud');
  });
});
