import { measured as counted } from '../../src/cost/cost';
import { renderNextDollar } from '../../src/cost/next-dollar';
import { measured } from './example';

test('every saving is a line of the real bill', () => {
  const text = renderNextDollar(counted);
  expect(text).toMatch(/\| completions \| \$0\.6\d a million \|/);
  expect(text).not.toContain('$0.00');
});

test('a saving that the bill does not have is refused', () => {
  expect(() => renderNextDollar(measured)).toThrow('the bill has no line CloudWatch composite alarm');
});
