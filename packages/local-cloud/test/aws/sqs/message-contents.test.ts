import fc from 'fast-check';
import {
  hasForbiddenCharacter,
  messageRefusal,
  replaceForbiddenCharacters,
} from '../../../src/aws/sqs/message-contents';

/** The list of the API reference (SendMessage). */
const isAllowed = (codePoint: number) =>
  [0x9, 0xa, 0xd].includes(codePoint) ||
  (codePoint >= 0x20 && codePoint <= 0xd7ff) ||
  (codePoint >= 0xe000 && codePoint <= 0xfffd) ||
  (codePoint >= 0x10000 && codePoint <= 0x10ffff);

const edges = [0, 8, 9, 0xa, 0xb, 0xc, 0xd, 0xe, 0x1f, 0x20, 0x7f, 0x85, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff];
const further = [0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1f389, 0x10ffff];

test.each([...edges, ...further])('U+%d is allowed as the reference says', (codePoint) => {
  expect(hasForbiddenCharacter(`a${String.fromCodePoint(codePoint)}b`)).toBe(!isAllowed(codePoint));
});

test('a text is refused if one of its code points is, and taken when that one is replaced', () => {
  const texts = fc.array(fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.constantFrom(...edges, ...further)));
  fc.assert(
    fc.property(texts, (codePoints) => {
      const text = String.fromCodePoint(...codePoints);
      const read = [...text].map((one) => one.codePointAt(0) ?? 0);
      expect(hasForbiddenCharacter(text)).toBe(!read.every(isAllowed));
      const replaced = replaceForbiddenCharacters(text);
      expect(hasForbiddenCharacter(replaced)).toBe(false);
      expect([...replaced]).toHaveLength(read.length);
    }),
  );
});

describe('an attribute', () => {
  const refusalOf = (MessageAttributes: Record<string, unknown>) =>
    messageRefusal({ MessageBody: 'body', MessageAttributes })?.message;
  const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });

  test.each([
    ['an emoji', { kind: text('🎉') }],
    ['a label of its own behind its type', { kind: text('1', 'Number.int') }],
    ['bytes', { kind: { DataType: 'Binary', BinaryValue: 'AAE=' } }],
    ['a name with a period in it', { 'a.b-c_d': text('x') }],
  ])('with %s is taken', (_name, attributes) => {
    expect(refusalOf(attributes)).toBeUndefined();
  });

  test.each([
    ['a lone surrogate', { kind: text('\ud83d') }, /^Invalid characters found/],
    ['a control character', { kind: text('\u0001') }, /^Invalid characters found/],
    ['an empty text', { kind: text('') }, /non-empty value of type 'String'/],
    ['a type that there is not', { kind: text('x', 'Text') }, /invalid message attribute type/],
    ['a name beyond ASCII', { 'kind🎉': text('x') }, /can only contain/],
    ['a name with two periods together', { 'a..b': text('x') }, /can only contain/],
    ['a name of AWS', { 'AWS.kind': text('x') }, /AWS\. or Amazon\./],
    ['a name of 257 characters', { ['a'.repeat(257)]: text('x') }, /shorter than 256/],
    ['ten others', Object.fromEntries([...'abcdefghijk'].map((name) => [name, text('x')])), /\[11\] exceeds .* \[10\]/],
  ])('with %s is refused', (_name, attributes, message) => {
    expect(refusalOf(attributes)).toMatch(message);
  });
});
