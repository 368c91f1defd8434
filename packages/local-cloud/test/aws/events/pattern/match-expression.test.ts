import { compilePattern } from '../../../../src/aws/events/pattern/compile-pattern';

test.each<[expression: string, why: RegExp]>([
  ['{"prefixx":"a"}', /in "a", "prefixx" is not a comparison: there is anything-but, cidr/],
  ['{}', /a comparison has exactly one key/],
  ['{"prefix":"a","suffix":"b"}', /a comparison has exactly one key/],
  ['{"prefix":1}', /"prefix" takes a string/],
  ['{"prefix":{"wildcard":"a"}}', /"prefix" takes a string or "equals-ignore-case"/],
  ['{"suffix":null}', /"suffix" takes a string/],
  ['{"exists":"true"}', /"exists" takes true or false/],
  ['{"wildcard":"a**b"}', /two \* in a row/],
  ['{"wildcard":"a\\\\b"}', /escapes neither/],
  ['{"anything-but":[]}', /"anything-but" takes a string, a number, or a list/],
  ['{"anything-but":["a",1]}', /strings alone or numbers alone/],
  ['{"anything-but":null}', /"anything-but" takes/],
  ['{"anything-but":{"numeric":1}}', /"numeric" is not possible in "anything-but"/],
  ['{"anything-but":{"prefix":""}}', /"prefix" in "anything-but" must not be empty/],
  ['{"anything-but":{"suffix":[]}}', /the list of "suffix" in "anything-but" is empty/],
  ['{"numeric":[">"]}', /"numeric" takes a list like/],
  ['{"numeric":["!=",1]}', /"numeric" takes = < <= > >= here/],
  ['{"numeric":["=",1,"<",2]}', /"numeric" takes > >= here/],
  ['{"numeric":[">",1,">",2]}', /"numeric" takes < <= here/],
  ['{"numeric":[">",5,"<",3]}', /must rise: 5 is not less than 3/],
  ['{"numeric":["=","1"]}', /a number is needed/],
  ['{"numeric":["=",12345678901234567891]}', /more digits than can be compared/],
  ['{"cidr":"10.0.0.0"}', /one "\/" is needed/],
  ['{"cidr":"10.0.0.0/33"}', /must be less than 32/],
  ['{"cidr":"10.0.0/8"}', /"10.0.0" is not an IP address/],
])('%s is refused', (expression, why) => {
  expect(() => compilePattern(`{"a":[${expression}]}`, 'the test')).toThrow(why);
});
