import { nearestName } from '../../lib/nearest-name';

test.each([
  ['adress', 'address'],
  ['Address', 'address'],
  ['cariers', 'carrier'],
  ['typ', 'type'],
])('%s was probably %s', (name, meant) => {
  expect(nearestName(name, ['carrier', 'type', 'address'])).toBe(meant);
});

test('a name that is like none was no misspelling', () => {
  expect(nearestName('phone', ['carrier', 'type', 'address'])).toBeUndefined();
  expect(nearestName('x', [])).toBeUndefined();
});
