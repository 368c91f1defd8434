import { comparableNumber } from '../../../../src/aws/events/pattern/comparable-number';

test.each([
  ['0', 0],
  ['-0.0', 0],
  ['1e2', 100],
  ['100.0', 100],
  ['0.10', 0.1],
  ['-3.018E+2', -301.8],
  ['9007199254740992', 9007199254740992],
])('%s is compared as %d', (text, number) => {
  expect(comparableNumber(text)).toBe(number);
});

test.each(['9007199254740993', '12345678901234567890.1', '1e400', '0.1000000000000000055', 'true', '"1"'])(
  '%s is compared as text',
  (text) => {
    expect(comparableNumber(text)).toBeUndefined();
  },
);
