import {
  endsWith,
  endsWithIgnoringCase,
  equals,
  equalsIgnoringCase,
  fits,
  startsWith,
  startsWithIgnoringCase,
  type TextTest,
} from '../../../../src/aws/events/pattern/text-tests';

/** Of the texts, those that are found, each with the quotes around it that a value has. */
const found = (test: TextTest, texts: readonly string[]) => texts.filter((text) => test(`"${text}"`));

test('distinguishes a beginning, an end and the whole', () => {
  const texts = ['a', 'ab', 'ba', 'A', ''];
  expect(found(startsWith('a'), texts)).toEqual(['a', 'ab']);
  expect(found(endsWith('a'), texts)).toEqual(['a', 'ba']);
  expect(found(equals('a'), texts)).toEqual(['a']);
  expect(found(equals(''), texts)).toEqual(['']);
});

test('nothing is found in what is not a string', () => {
  for (const test of [startsWith('1'), endsWith('1'), equals('1'), fits('*')]) expect(test('1')).toBe(false);
});

test('case is ignored where that is asked for', () => {
  const texts = ['PIC.PNG', 'pic.png', 'png.pic'];
  expect(found(endsWithIgnoringCase('.png'), texts)).toEqual(['PIC.PNG', 'pic.png']);
  expect(found(startsWithIgnoringCase('PiC'), texts)).toEqual(['PIC.PNG', 'pic.png']);
  expect(found(equalsIgnoringCase('Pic.Png'), texts)).toEqual(['PIC.PNG', 'pic.png']);
});

test('case is that of each character alone: ß has SS for its upper case', () => {
  expect(found(equalsIgnoringCase('straße'), ['STRASSE', 'straße', 'strasse'])).toEqual(['STRASSE', 'straße']);
});

test('a character past U+FFFF is not found where case is ignored', () => {
  expect(found(equalsIgnoringCase('😀'), ['😀'])).toEqual([]);
  expect(found(equals('😀'), ['😀'])).toEqual(['😀']);
});

test('what means something in a regular expression is a character', () => {
  expect(found(equalsIgnoringCase('a.b*[c]'), ['A.B*[C]', 'axb*[c]', 'a.bb[c]'])).toEqual(['A.B*[C]']);
});

test('half of a pair of surrogates is a question mark, as in UTF-8', () => {
  expect(startsWith('\uD83D')('"?x"')).toBe(true);
});

describe('a wildcard', () => {
  it.each<[wildcard: string, met: readonly string[], missed: readonly string[]]>([
    ['a*c', ['ac', 'abc', 'abcc'], ['acb', 'xac', 'c']],
    ['*', ['', 'anything'], []],
    ['ab', ['ab'], ['aab', 'abb']],
    ['a*b*c', ['abc', 'a1b2c', 'abbc'], ['acb', 'ab']],
    ['aba*aba', ['abaaba'], ['aba', 'ababa']],
    ['a\\*c', ['a*c'], ['abc']],
    ['a\\\\c', ['a\\c'], ['abc']],
  ])('%s', (wildcard, met, missed) => {
    expect(found(fits(wildcard), [...met, ...missed])).toEqual(met);
  });

  it.each([
    ['a**b', 'the wildcard "a**b" has two * in a row'],
    ['a\\b', 'the wildcard "a\\b" has a \\ that escapes neither * nor \\'],
    ['a\\', 'the wildcard "a\\" has a \\ that escapes neither * nor \\'],
  ])('%s is refused', (wildcard, why) => {
    expect(() => fits(wildcard)).toThrow(why);
  });
});
