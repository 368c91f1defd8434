import { paintFor } from '../../src/frame/paint';
import { record, table } from '../../src/frame/table';

const plain = paintFor({ isTerminal: false, env: {} });
const rows = [
  { name: 'DeadLetters', since: '2026-05-06T07:08:09.000Z', state: 'ALARM' },
  { name: 'StoreFailed', since: null, state: 'OK' },
];

const esc = '\u001b';

it('shows what others wrote, and lets it do nothing', () => {
  const painted = paintFor({ isTerminal: true, env: {} });
  const rows = [{ id: `x${esc}[2J`, state: painted.bad('ALARM'), cause: `${esc}[31mred${esc}[39m` }];
  for (const text of [table(rows, 200, painted), table(rows, 10, painted), record(rows[0] ?? {}, painted)]) {
    expect(text).toContain('x\\u001b[2J');
    expect(text).toContain('\\u001b[31mred');
    expect(text).toContain(`${esc}[31mALARM${esc}[39m`);
  }
});

describe('a table', () => {
  it('has a line a row where it fits', () => {
    expect(table(rows, 60, plain)).toBe(
      [
        'name         since                     state',
        'DeadLetters  2026-05-06T07:08:09.000Z  ALARM',
        'StoreFailed  -                         OK',
      ].join('\n'),
    );
  });

  it('has a block a row where it does not: nothing is cut off', () => {
    expect(table(rows, 30, plain)).toBe(
      'name   DeadLetters\nsince  2026-05-06T07:08:09.000Z\nstate  ALARM\n\nname   StoreFailed\nsince  -\nstate  OK',
    );
  });

  it('breaks a sentence that does not fit between its words, and no id', () => {
    const [row] = [{ id: '0123456789-0123456789-0123456789', why: 'the queue and the bucket refused it' }];
    expect(table([row], 24, plain)).toBe(
      ['id   0123456789-0123456789-0123456789', 'why  the queue and the', '     bucket refused it'].join('\n'),
    );
  });

  it('is measured without its colours', () => {
    const painted = paintFor({ isTerminal: true, env: {} });
    expect(table([{ state: painted.bad('ALARM') }], 5, painted).split('\n')).toHaveLength(2);
  });
});

it('a record has a line a field', () => {
  expect(record({ id: 'x', found: false }, plain)).toBe('id     x\nfound  false');
});
