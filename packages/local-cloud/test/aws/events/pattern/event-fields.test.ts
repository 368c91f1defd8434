import { eventFields, joined } from '../../../../src/aws/events/pattern/event-fields';
import { readJsonTree } from '../../../../src/aws/events/pattern/json-tree';

const fieldsOf = (json: string) => eventFields(readJsonTree(json));
const textsOf = (json: string) =>
  Object.fromEntries([...fieldsOf(json)].map(([path, values]) => [path, values.map(({ token }) => token.text)]));
const placesOf = (json: string, path: string) =>
  (fieldsOf(json).get(path) ?? []).map(({ membership }) => Object.fromEntries(membership));

test('a value is found by its path, as it was written', () => {
  expect(textsOf('{"a":{"b":"x","c":1.50},"d":true,"e":null}')).toEqual({
    'a.b': ['"x"'],
    'a.c': ['1.50'],
    d: ['true'],
    e: ['null'],
  });
});

test('what is empty has no value', () => {
  expect(textsOf('{}')).toEqual({});
  expect(textsOf('{"a":{},"b":[],"c":[[]]}')).toEqual({});
});

test('the elements of a list are values of its field, in any depth', () => {
  expect(textsOf('{"a":[1,[2,[3]],{"b":4}]}')).toEqual({ a: ['1', '2', '3'], 'a.b': ['4'] });
});

test('a key that comes twice has both', () => {
  expect(textsOf('{"a":1,"a":2}')).toEqual({ a: ['1', '2'] });
});

test('an object in a list remembers which element it is, a plain value does not', () => {
  expect(placesOf('{"a":[{"b":1},{"b":2},3]}', 'a.b')).toEqual([{ 0: 0 }, { 0: 1 }]);
  expect(placesOf('{"a":[{"b":1},{"b":2},3]}', 'a')).toEqual([{}]);
});

test('each list has a number of its own', () => {
  const json = '{"a":[{"x":1}],"b":[{"y":[{"z":2}]}]}';
  expect(placesOf(json, 'a.x')).toEqual([{ 0: 0 }]);
  expect(placesOf(json, 'b.y.z')).toEqual([{ 1: 0, 2: 0 }]);
});

describe('two places', () => {
  const place = (entries: Readonly<Record<number, number>>) =>
    new Map(Object.entries(entries).map(([array, index]) => [Number(array), index]));

  it('are one where they are in the same element, or in lists apart', () => {
    expect(joined(place({ 0: 1 }), place({ 0: 1 }))).toEqual(place({ 0: 1 }));
    expect(joined(place({ 0: 1 }), place({ 2: 0 }))).toEqual(place({ 0: 1, 2: 0 }));
    expect(joined(place({}), place({ 0: 1 }))).toEqual(place({ 0: 1 }));
  });

  it('are none where they are different elements of one list', () => {
    expect(joined(place({ 0: 1, 1: 0 }), place({ 0: 2 }))).toBeUndefined();
  });
});
