import { addressBlock, addressDigits, isBetween } from '../../../../src/aws/events/pattern/ip-address';

test.each([
  ['10.0.0.1', '0A000001'],
  ['010.0.0.1', '0A000001'],
  ['::1', `${'0'.repeat(31)}1`],
  ['2001:DB8::ff', '20010DB80000000000000000000000FF'],
  ['::ffff:a00:1', '0A000001'],
])('%s is %s', (address, digits) => {
  expect(addressDigits(address)).toBe(digits);
});

test.each(['10.0.0', '300.0.0.1', 'localhost', '1:2', '1::2::3', '1:2:3:4:5:6:7:8:9', '::fffff', ''])(
  '"%s" is not an address',
  (text) => {
    expect(addressDigits(text)).toBeUndefined();
  },
);

test('a block begins and ends where its mask says', () => {
  expect(addressBlock('10.0.0.77/24')).toEqual(['0A000000', '0A0000FF']);
  expect(addressBlock('0.0.0.0/0')).toEqual(['00000000', 'FFFFFFFF']);
});

test('a shorter address lies in a block only where its digits say so for sure', () => {
  const block = ['0A000000000000000000000000000000', '0BFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'] as const;
  expect(isBetween('0A000001', ...block)).toBe(true);
  expect(isBetween('0A000000', ...block)).toBe(false);
  expect(isBetween('0C000000', ...block)).toBe(false);
});
