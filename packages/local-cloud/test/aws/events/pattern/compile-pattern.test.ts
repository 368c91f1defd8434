import { compilePattern } from '../../../../src/aws/events/pattern/compile-pattern';
import { LocalCloudError } from '../../../../src/base/local-cloud-error';

const compile = (pattern: string) => compilePattern(pattern, 'the rule "Orders"');

test('a pattern without $or has one branch, with a path for each field', () => {
  const [branch, ...others] = compile('{"source":["s"],"detail":{"a":{"b":["x",1]}}}');
  expect(others).toEqual([]);
  expect([...(branch?.keys() ?? [])]).toEqual(['source', 'detail.a.b']);
  expect(branch?.get('detail.a.b')).toHaveLength(2);
});

test('each object of $or makes a branch, and one $or multiplies another', () => {
  const branches = compile('{"$or":[{"a":[1]},{"b":[1]}],"x":{"$or":[{"c":[1]},{"d":[1]}]}}');
  expect(branches.map((branch) => [...branch.keys()])).toEqual([
    ['a', 'x.c'],
    ['b', 'x.c'],
    ['a', 'x.d'],
    ['b', 'x.d'],
  ]);
});

test('a pattern is refused with the name of the rule and what is wrong', () => {
  expect(() => compile('{"a":"x"}')).toThrow(LocalCloudError);
  expect(() => compile('{"a":"x"}')).toThrow(
    'EventBridge would refuse the event pattern of the rule "Orders": "a" must be an object or a list.',
  );
});

test.each<[pattern: string, why: RegExp]>([
  ['{', /JSON/],
  ['[]', /it is not an object/],
  ['{}', /it is an empty object/],
  ['{"a":{}}', /"a" is an empty object/],
  ['{"a":[]}', /the list of "a" is empty/],
  ['{"a":{"b":null}}', /"a.b" must be an object or a list/],
  ['{"a":[["x"]]}', /"a" has a list in its list/],
  ['{"$or":[{"a":[1]}]}', /"\$or" takes a list of two objects or more/],
  ['{"$or":[{"a":[1]},"b"]}', /"\$or" takes objects alone/],
  ['{"$or":[{"a":[1]},{"prefix":["b"]}]}', /"prefix" cannot be a field inside of "\$or"/],
  [`{"a":["${'x'.repeat(4096)}"]}`, /it has 4106 characters, 4096 are the most/],
  [
    `{${[1, 2, 3].map((n) => `"f${n}":{"$or":[${Array.from({ length: 11 }, (_, i) => `{"k${i}":[1]}`).join()}]}`).join()}}`,
    /more than 1000 combinations/,
  ],
])('%.40s is refused', (pattern, why) => {
  expect(() => compile(pattern)).toThrow(why);
});
