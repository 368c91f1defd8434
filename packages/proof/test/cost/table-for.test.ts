import { tableFor } from '../../src/cost/table-for';

const written = (columns: number) =>
  tableFor(columns)(['what', 'limit'], [['requests of the account', '**10,000**']], ['limit']);

describe('a table', () => {
  it('is Markdown where it is written into a file', () => {
    expect(written(Number.POSITIVE_INFINITY)).toBe(
      '| what | limit |\n|---|--:|\n| requests of the account | **10,000** |',
    );
  });

  it('is aligned where it fits the terminal', () => {
    expect(written(60)).toBe('what                     limit\nrequests of the account  10,000');
  });

  it('has a block a row where the terminal is narrower', () => {
    expect(written(20)).toBe('what   requests of\n       the account\nlimit  10,000');
  });
});
