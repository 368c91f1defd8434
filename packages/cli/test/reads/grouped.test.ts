import { grouped } from '../../src/reads/grouped';

it('groups in the order of first appearance', () => {
  const groups = grouped(['pear', 'apple', 'plum', 'avocado'], ([first]) => first);
  expect([...groups]).toEqual([
    ['p', ['pear', 'plum']],
    ['a', ['apple', 'avocado']],
  ]);
  expect(grouped([], () => 1).size).toBe(0);
});
