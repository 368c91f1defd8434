import { wholeNumber } from '../../src/frame/whole-number';

const read = wholeNumber(1, 100);

test.each([
  ['1', 1],
  ['007', 7],
  ['100', 100],
])('%s is read', (text, number) => {
  expect(read(text)).toBe(number);
});

test.each(['0', '101', '', ' 1', '-1', '+1', '1.0', '1e1', '0x10', '١', '9'.repeat(17)])(
  '"%s" is refused with what to write',
  (text) => {
    expect(() => read(text)).toThrow('Write a whole number from 1 to 100.');
  },
);
