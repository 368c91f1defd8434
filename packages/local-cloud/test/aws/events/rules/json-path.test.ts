import { readJsonTree, writeJsonTree } from '../../../../src/aws/events/pattern/json-tree';
import { compileJsonPath } from '../../../../src/aws/events/rules/json-path';

const event = readJsonTree(
  '{"detail-type":"MO","detail":{"a_b":{"c/d":[10,20.0]},"people":[{"name":"Anna"},{"age":1},{"name":"Peter"}]}}',
);

test.each([
  ['$.detail-type', '"MO"'],
  ['$.detail.a_b.c/d', '[10,20.0]'],
  ['$.detail.a_b.c/d[1]', '20.0'],
  ["$.detail['a_b'].c/d[0]", '10'],
  ['$.detail.people[*].name', '["Anna","Peter"]'],
  ['$.detail.people.*.age', '[1]'],
])('%s finds %s', (path, found) => {
  const value = compileJsonPath(path)(event);
  expect(value === undefined ? undefined : writeJsonTree(value)).toBe(found);
});

test('$ is the whole event', () => {
  expect(compileJsonPath('$')(event)).toBe(event);
});

test.each(['$.missing', '$.detail.people[7]', '$.detail-type.x', '$.detail-type[0]', '$.detail.people[*].none'])(
  '%s finds nothing',
  (path) => {
    expect(compileJsonPath(path)(event)).toBeUndefined();
  },
);

test.each(['detail', '$..name', '$.a[?(@.b)]', '$.a[1:2]', '$.'])('%s is refused', (path) => {
  expect(() => compileJsonPath(path)).toThrow(`the path "${path}"`);
});
