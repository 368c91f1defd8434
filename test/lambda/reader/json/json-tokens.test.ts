import fc from 'fast-check';
import {
  itemsOf,
  type JsonTokens,
  maxTokens,
  membersOf,
  tokenizeJson,
  tokenText,
} from '../../../../lambda/reader/json/json-tokens';

function tokensOf(text: string): JsonTokens {
  const tokens = tokenizeJson(text);
  if (tokens === undefined) throw new Error('too many tokens');
  return tokens;
}

/** The value that begins with a token, rebuilt from the tokens alone. */
function valueAt(tokens: JsonTokens, index: number): unknown {
  const text = tokenText(tokens, index);
  if (text === '[') return [...itemsOf(tokens, index)].map((item) => valueAt(tokens, item));
  if (text !== '{') return JSON.parse(text);
  return Object.fromEntries([...membersOf(tokens, index)].map(({ name, value }) => [name, valueAt(tokens, value)]));
}

describe('the tokens of a JSON text', () => {
  it('hold all of its value, however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, space) => {
        expect(valueAt(tokensOf(JSON.stringify(value, null, space)), 0)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('are its texts to the letter, without commas and colons', () => {
    const tokens = tokensOf('{ "a" : 9007199254740993 , "\\u0062":[1e3,"x,y"] }');
    expect(tokens.starts.map((_, index) => tokenText(tokens, index))).toEqual([
      ...['{', '"a"', '9007199254740993', '"\\u0062"', '[', '1e3', '"x,y"', ']', '}'],
    ]);
  });

  it('keep members of one name, in their order', () => {
    const tokens = tokensOf('{"a":1,"b":{"a":2},"a":3}');
    const members = [...membersOf(tokens, 0)].map(({ name, value }) => [name, tokenText(tokens, value)]);
    expect(members).toEqual([
      ['a', '1'],
      ['b', '{'],
      ['a', '3'],
    ]);
  });

  it('tell how deep it is', () => {
    expect([tokensOf('1').depth, tokensOf('[]').depth, tokensOf('[{"a":[]},[]]').depth]).toEqual([0, 1, 3]);
    expect(tokensOf(`${'['.repeat(5_000)}${']'.repeat(5_000)}`).depth).toBe(5_000);
  });

  it('are so many at most', () => {
    const list = (count: number) => `[${Array(count).fill('1').join()}]`;
    expect(tokenizeJson(list(maxTokens - 2))?.starts).toHaveLength(maxTokens);
    expect(tokenizeJson(list(maxTokens - 1))).toBeUndefined();
  });

  it.each([
    ['{"a\\"b":"\\\\","c":"\\\\\\""}', ['{', '"a\\"b"', '"\\\\"', '"c"', '"\\\\\\""', '}']],
    ['\r\n[-1.5e+3\t,true,false,null]', ['[', '-1.5e+3', 'true', 'false', 'null', ']']],
    ['"[{,:}]"', ['"[{,:}]"']],
  ])('are found in %j', (text, tokens) => {
    const found = tokensOf(text);
    expect(found.starts.map((_, index) => tokenText(found, index))).toEqual(tokens);
  });

  it.each(['', '   ', '"never ends', '"\\', '[[[', '}}}', '"a"b', "'", '\u0000'])(
    'come to an end in %j, which is not JSON',
    (text) => {
      expect(() => tokenizeJson(text)).not.toThrow();
    },
  );
});
