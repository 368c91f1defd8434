import { matchesPattern } from '../../../../src/aws/events/pattern/matches-pattern';

/** `a` of the event, as JSON text. */
const matches = (tests: string, value: string) => matchesPattern(`{"a":${tests}}`, `{"a":${value}}`);

describe.each<[name: string, tests: string, met: readonly string[], missed: readonly string[]]>([
  ['a string', '["x"]', ['"x"'], ['"X"', '"xx"', 'null']],
  ['one of several', '["x", "y"]', ['"y"'], ['"z"']],
  ['an empty string', '[""]', ['""'], ['null', '" "']],
  ['true, which is not a string', '[true]', ['true'], ['"true"', 'false', '1']],
  ['null, which is not absence', '[null]', ['null'], ['"null"', '{}', '[]']],
  ['a number, however it is written', '[100]', ['100', '1e2', '100.0'], ['"100"', '101']],
  [
    'a number of too many digits, as it is written',
    '[12345678901234567891]',
    ['12345678901234567891'],
    ['1.2345678901234567891e19', '12345678901234567890'],
  ],
  ['an address, however it is written', '["2001:db8::1"]', ['"2001:DB8:0:0:0:0:0:1"'], ['"2001:db8::2"']],
  ['prefix', '[{"prefix":"ab"}]', ['"ab"', '"abc"'], ['"Abc"', '"xab"', '1']],
  ['prefix in any case', '[{"prefix":{"equals-ignore-case":"Ab"}}]', ['"aBc"'], ['"xab"']],
  ['suffix', '[{"suffix":".png"}]', ['"a.png"'], ['"a.PNG"', '".png.x"']],
  ['suffix in any case', '[{"suffix":{"equals-ignore-case":".png"}}]', ['"a.PNG"'], ['"a.jpg"']],
  ['equals-ignore-case', '[{"equals-ignore-case":"Grüße"}]', ['"GRÜSSE"', '"grüße"'], ['"grusse"']],
  ['wildcard', '[{"wildcard":"a*b*c"}]', ['"abc"', '"a1b2c"'], ['"acb"', '"abcd"']],
  ['wildcard with an escaped star', '[{"wildcard":"a\\\\*b"}]', ['"a*b"'], ['"axb"']],
  ['anything-but', '[{"anything-but":"x"}]', ['"y"', '1', 'null', 'true'], ['"x"', '[]', '{}']],
  ['anything-but a list', '[{"anything-but":["x","y"]}]', ['"z"'], ['"x"', '"y"']],
  ['anything-but numbers', '[{"anything-but":[1,2]}]', ['3', '"1"'], ['1.0', '2']],
  ['anything-but a prefix', '[{"anything-but":{"prefix":["a","b"]}}]', ['"c"', '5'], ['"abc"', '"b"']],
  ['anything-but a suffix', '[{"anything-but":{"suffix":"z"}}]', ['"zy"'], ['"xyz"']],
  ['anything-but in any case', '[{"anything-but":{"equals-ignore-case":"STOP"}}]', ['"GO"'], ['"stop"']],
  ['anything-but a wildcard', '[{"anything-but":{"wildcard":"*/lib/*"}}]', ['"/bin/a"'], ['"/lib/a"']],
  ['numeric', '[{"numeric":[">",0,"<=",5]}]', ['0.1', '5', '5e0'], ['0', '5.1', '"3"']],
  ['numeric equality', '[{"numeric":["=",3.018e2]}]', ['301.8', '30180e-2'], ['301.80001']],
  ['cidr', '[{"cidr":"10.0.0.0/24"}]', ['"10.0.0.255"', '"::ffff:a00:1"'], ['"10.0.1.0"', '"10.0.0"']],
  ['cidr of IPv6', '[{"cidr":"2001:db8::/32"}]', ['"2001:db8:ffff::"'], ['"2001:db9::"']],
  ['exists', '[{"exists":true}]', ['""', 'null', '[1]'], ['[]', '{}', '{"b":1}']],
  ['exists not', '[{"exists":false}]', ['[]', '{}', '{"b":1}'], ['""', 'null']],
  ['an element of a list', '["x"]', ['["w","x"]', '[["x"]]'], ['["w"]', '[]']],
])('%s', (_name, tests, met, missed) => {
  test.each(met)('is met by %s', (value) => expect(matches(tests, value)).toBe(true));
  test.each(missed)('is not met by %s', (value) => expect(matches(tests, value)).toBe(false));
});

test('a field that is not there meets exists false alone', () => {
  expect(matchesPattern('{"a":[{"exists":false}]}', '{"b":1}')).toBe(true);
  expect(matchesPattern('{"a":[{"exists":true}]}', '{"b":1}')).toBe(false);
  expect(matchesPattern('{"a":[{"anything-but":"x"}]}', '{"b":1}')).toBe(false);
});

test('all fields must match, however deep', () => {
  const pattern = '{"source":["s"],"detail":{"data":{"text":["HI"]}}}';
  expect(matchesPattern(pattern, '{"source":"s","detail":{"data":{"text":"HI","other":1}}}')).toBe(true);
  expect(matchesPattern(pattern, '{"source":"t","detail":{"data":{"text":"HI"}}}')).toBe(false);
  expect(matchesPattern(pattern, '{"source":"s","detail":{"text":"HI"}}')).toBe(false);
});

test('a dot in a name and an object in an object are the same path', () => {
  expect(matchesPattern('{"a.b":[1]}', '{"a":{"b":1}}')).toBe(true);
  expect(matchesPattern('{"a":{"b":[1]}}', '{"a.b":1}')).toBe(true);
});

test('a key that comes twice has both values', () => {
  expect(matchesPattern('{"a":[1]}', '{"a":1,"a":2}')).toBe(true);
});

describe('arrays of objects', () => {
  const people = '{"people":[{"first":"Anna","last":"Smith"},{"first":"Peter","last":"Jones"}]}';

  test('one element must satisfy all fields', () => {
    expect(matchesPattern('{"people":{"first":["Anna"],"last":["Smith"]}}', people)).toBe(true);
    expect(matchesPattern('{"people":{"first":["Anna"],"last":["Jones"]}}', people)).toBe(false);
  });

  test('a field that must be absent is looked for in the same element', () => {
    const event = '{"people":[{"first":"Anna"},{"first":"Peter","last":"Jones"}]}';
    expect(matchesPattern('{"people":{"first":["Anna"],"last":[{"exists":false}]}}', event)).toBe(true);
    expect(matchesPattern('{"people":{"first":["Peter"],"last":[{"exists":false}]}}', event)).toBe(false);
  });
});

describe('$or', () => {
  const pattern = '{"a":[1],"$or":[{"b":[2]},{"c":[3],"$or":[{"d":[4]},{"e":[5]}]}]}';

  test.each(['{"a":1,"b":2}', '{"a":1,"c":3,"d":4}', '{"a":1,"c":3,"e":5}'])('%s matches', (event) => {
    expect(matchesPattern(pattern, event)).toBe(true);
  });

  test.each(['{"b":2}', '{"a":1,"c":3}', '{"a":1,"d":4}'])('%s does not', (event) => {
    expect(matchesPattern(pattern, event)).toBe(false);
  });
});

test('a wildcard on a long text takes no longer than the text', () => {
  const text = 'a'.repeat(200_000);
  expect(matches('[{"wildcard":"*a*a*a*a*a*a*a*b"}]', JSON.stringify(text))).toBe(false);
});
