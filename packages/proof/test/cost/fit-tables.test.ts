import { fitTables } from '../../src/cost/fit-tables';

const page = `## Title

| what | limit |
|---|--:|
| requests of the account | **10,000** |

A sentence.`;

describe('fitTables', () => {
  it('leaves Markdown to whoever writes it into a file', () => {
    expect(fitTables(page, Number.POSITIVE_INFINITY)).toBe(page);
  });

  it('aligns a table that fits the terminal', () => {
    expect(fitTables(page, 60)).toBe(
      '## Title\n\nwhat                     limit\nrequests of the account  10,000\n\nA sentence.',
    );
  });

  it('has a block a row where the terminal is narrower', () => {
    expect(fitTables(page, 20)).toBe(
      '## Title\n\nwhat   requests of\n       the account\nlimit  10,000\n\nA sentence.',
    );
  });
});
