import { counted } from '../../src/base/counted';

test.each([
  [0, '0 callbacks'],
  [1, '1 callback'],
  [2, '2 callbacks'],
  [10_000, '10000 callbacks'],
])('%d is told as %s', (count, text) => expect(counted(count, 'callback')).toBe(text));

test('a word may have a plural of its own', () => {
  expect([1, 2].map((count) => counted(count, 'alarm is', 'alarms are'))).toEqual(['1 alarm is', '2 alarms are']);
});
