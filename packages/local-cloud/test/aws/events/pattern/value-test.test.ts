import { equals } from '../../../../src/aws/events/pattern/text-tests';
import { numberToken, stringToken, type Token, wordToken } from '../../../../src/aws/events/pattern/token';
import {
  comparisons,
  type FieldTest,
  isAbsent,
  isInBlock,
  isNone,
  isNoneOfNumbers,
  isNumber,
  isPresent,
  isSame,
  isText,
} from '../../../../src/aws/events/pattern/value-test';

const values: readonly Token[] = [
  stringToken('1'),
  stringToken('10.0.0.1'),
  numberToken('1'),
  numberToken('1.0'),
  numberToken('2'),
  wordToken('null'),
];

/** Which of the values meet the test, as they were written. */
const met = (test: FieldTest) => {
  if (test.kind === 'absent') throw new Error('it asks for no value');
  return values.filter((value) => test.matches(value)).map(({ text }) => text);
};

const all = ['"1"', '"10.0.0.1"', '1', '1.0', '2', 'null'];

test.each<[name: string, test: FieldTest, texts: readonly string[]]>([
  ['present is every value', isPresent, all],
  ['a text is found as it is written', isText(equals('1')), ['"1"']],
  ['none of some texts is all else', isNone([equals('1'), equals('10.0.0.1')]), ['1', '1.0', '2', 'null']],
  ['none of no texts is everything', isNone([]), all],
  ['none of some numbers is all else', isNoneOfNumbers([1]), ['"1"', '"10.0.0.1"', '2', 'null']],
  ['the same number is found however it is written', isSame(numberToken('1e0')), ['1', '1.0']],
  ['the same text is not a number', isSame(stringToken('1')), ['"1"']],
  ['the same word', isSame(wordToken('null')), ['null']],
  ['the same address', isSame(stringToken('10.0.0.1')), ['"10.0.0.1"']],
  ['an address in a block', isInBlock('10.0.0.0/8'), ['"10.0.0.1"']],
  ['no address in another block', isInBlock('192.0.2.0/24'), []],
])('%s', (_name, test, texts) => {
  expect(met(test)).toEqual(texts);
});

test('several comparisons must all hold, of a number', () => {
  const between = isNumber([comparisons['>']?.(1), comparisons['<=']?.(2)].filter((one) => one !== undefined));
  expect(met(between)).toEqual(['2']);
});

test.each([
  ['=', [false, true, false]],
  ['<', [true, false, false]],
  ['<=', [true, true, false]],
  ['>', [false, false, true]],
  ['>=', [false, true, true]],
])('%s compares 1, 2 and 3 with 2', (sign, results) => {
  expect([1, 2, 3].map((value) => comparisons[sign]?.(2)(value))).toEqual(results);
});

test('absence is not a test of a value', () => {
  expect(isAbsent).toEqual({ kind: 'absent' });
});

test('what is not a block of addresses is refused', () => {
  expect(() => isInBlock('10.0.0.0')).toThrow('"/"');
});
