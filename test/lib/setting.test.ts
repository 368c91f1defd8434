import { choice, days, flag, list, listedNumber, text, wholeNumber } from '../../lib/setting';

const about = 'What it is';
const anything = () => undefined;

test('text is read as text, a number as the digits that stand there', () => {
  const row = text({ about, rule: anything });
  expect([row.type, row.read('v2'), row.read(2)]).toEqual(['string', 'v2', '2']);
});

test('a choice says what may be written, as TypeScript, in prose and as advice', () => {
  const row = choice(['US', 'EU', 'both'], { about, default: 'US' });
  expect(row).toMatchObject({ type: "'US' | 'EU' | 'both'", values: '`US`, `EU` or `both`', default: 'US' });
  expect(row.rule('both')).toBeUndefined();
  expect(row.rule('Both')).toBe('write US, EU or both');
});

test.each<[row: ReturnType<typeof wholeNumber>, values: string, advice: string]>([
  [wholeNumber(2, 1000, { about }), '2 to 1000', 'write a whole number from 2 to 1000'],
  [days(1, 4, { about }), '1 to 4 days', 'write a whole number from 1 to 4 days'],
])('a number has two ends that are in it: %#', (row, values, advice) => {
  const [low = 0, high = 0] = values.split(/\D+/).map(Number);
  expect(row.values).toBe(values);
  expect([low, high].map((one) => row.rule(one))).toEqual([undefined, undefined]);
  expect([low - 1, high + 1, low + 0.5, Number.NaN].map((one) => row.rule(one))).toEqual(Array(4).fill(advice));
});

test('a number is read from text; anything else becomes a number that no rule accepts', () => {
  const row = wholeNumber(1, 9, { about });
  expect(row.read('7')).toBe(7);
  expect(row.read('seven')).toBeNaN();
  expect(listedNumber({ about, rule: anything }).read('30')).toBe(30);
});

test.each<[raw: unknown, items: readonly string[]]>([
  ['a,b', ['a', 'b']],
  [' a , b ,', ['a', 'b']],
  ['', []],
  [
    [' a', 1],
    ['a', '1'],
  ],
  [[], []],
])('a list is read from %j', (raw, items) => {
  expect(list({ about, rule: anything }).read(raw)).toEqual(items);
});

test.each<[raw: unknown, value: unknown]>([
  ['true', true],
  ['false', false],
  [true, true],
  [false, false],
])('a flag is read from %j', (raw, value) => {
  expect(flag({ about }).read(raw)).toBe(value);
});

test.each(['yes', 'TRUE', '', 1])('a flag that is neither true nor false is left as it is, and refused: %j', (raw) => {
  const row = flag({ about });
  expect(row.read(raw)).toBe(raw);
  expect(row.rule(row.read(raw))).toBe('write true or false');
});

test('a row keeps what was written of it', () => {
  const row = wholeNumber(1, 9, { about, default: 3, required: true });
  expect(row).toMatchObject({ about, default: 3, required: true, type: 'number' });
});
