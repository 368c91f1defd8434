import fc from 'fast-check';
import { JsonObject } from '../../../../lambda/reader/json/json-object';
import { maxTokens } from '../../../../lambda/reader/json/json-tokens';
import { UnrecognizedError } from '../../../../lambda/reader/unrecognized/unrecognized-error';
import { anyCharacter } from '../../../../packages/proof/src/vibes/texts';

function reasonOf(text: string): unknown {
  try {
    return JsonObject.parse(text).text;
  } catch (error) {
    return error instanceof UnrecognizedError ? error.reason : error;
  }
}

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('JsonObject', () => {
  it('keeps the text to the letter', () => {
    const text = '{ "n": 9007199254740993, "a":1,\n"a":2 }';
    expect(JsonObject.parse(text).text).toBe(text);
  });

  it.each([
    '',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '{"a":1} x',
    '{"a":01}',
    '// c\n{}',
    '{"a":"\n"}',
    '{"a":"\\x"}',
    '\u00a0{}',
  ])('refuses %j as malformed', (text) => {
    expect(() => JsonObject.parse(text)).toThrow(expect.objectContaining({ reason: 'json-malformed' }));
  });

  it.each(['[]', '[{"event_id":"1"}]', '"{}"', '1', 'null', 'true'])('refuses %j, which is not an object', (text) => {
    expect(() => JsonObject.parse(text)).toThrow(expect.objectContaining({ reason: 'json-not-an-object' }));
  });

  it('reads the last of two members with one name, as JSON.parse does', () => {
    expect(JsonObject.parse('{"a":"first","a":"last"}').string('a')).toBe('last');
  });

  it('reads members of the outer object only', () => {
    expect(JsonObject.parse('{"inner":{"event_id":"1"}}').id('event_id')).toBeNull();
  });

  it('finds a member whose name is escaped', () => {
    expect(JsonObject.parse('{"event\\u005fid":"1"}').id('event_id')).toBe('1');
  });

  it('reads a name that the JSON.parse of Node.js 24 takes for another (nodejs/node 63785)', () => {
    JSON.parse('{"h":1,"\\\\":1}');
    expect(JsonObject.parse('{"h":1,"\\"":2}').wholeNumber('"')).toBe(2);
  });

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const object = JsonObject.parse(JSON.stringify(value));
        for (const [name, member] of Object.entries(value)) {
          expect(object.string(name)).toBe(typeof member === 'string' ? member : null);
        }
      }),
    );
  });

  describe('id', () => {
    const idOf = (json: string) => JsonObject.parse(`{"id":${json}}`).id('id');

    it('is a string as it is', () => expect(idOf('"A1 \\u00e9"')).toBe('A1 é'));
    it('is a number by its digits', () => expect(idOf('9007199254740993')).toBe('9007199254740993'));
    it.each(['""', 'null', 'true', '{}', '["1"]'])('is not %s', (json) => expect(idOf(json)).toBeNull());
  });

  describe('wholeNumber', () => {
    const numberOf = (json: string) => JsonObject.parse(`{"n":${json}}`).wholeNumber('n');

    it.each([
      ['0', 0],
      ['2', 2],
      ['"2"', 2],
    ])('reads %s', (json, expected) => expect(numberOf(json)).toBe(expected));
    it.each([
      '-3',
      '"-3"',
      '" 2"',
      '""',
      '"9007199254740993"',
      '2.5',
      '1e3',
      '9007199254740993',
      '99999999999999999999',
      'null',
    ])('does not read %s', (json) => expect(numberOf(json)).toBeNull());
  });

  describe('fitsAnEvent', () => {
    const fits = (json: string) => JsonObject.parse(`{"v":${json}}`).fitsAnEvent();

    it.each(['9223372036854775807', '-9223372036854775808', '1.5', '-0', '1e300', '"99999999999999999999"', deep(900)])(
      'takes %.40s',
      (json) => expect(fits(json)).toBe(true),
    );
    it.each([
      '9223372036854775808',
      '-9223372036854775809',
      '9'.repeat(100_000),
      '1e400',
      '[[1, 18446744073709551616]]',
    ])('does not take the number %.40s', (json) => expect(fits(json)).toBe(false));
    it.each(['"\\ud83d"', '"a\\uDE00b"', '{"\\ud83d\\ud83d\\ude00": 1}'])('does not take half of a pair, %s', (json) =>
      expect(fits(json)).toBe(false),
    );
    it.each(['"\\ud83d\\ude00"', '"\\\\ud83d"', '"\\ud7ff"'])('takes %s', (json) => expect(fits(json)).toBe(true));
    it('does not take 1,000 levels', () => expect(fits(deep(1000))).toBe(false));
  });

  it.each([10_000, 100_000])('reads %d levels', (levels) => {
    const object = JsonObject.parse(`{"event_id":"1","deep":${deep(levels)}}`);
    expect(object.id('event_id')).toBe('1');
    expect(object.digest()).toMatch(/^[0-9a-f]{64}$/);
  });

  it('reads as many tokens as a document may have, and refuses one more', () => {
    const withTokens = (count: number) => `[${'1,'.repeat(count - 3)}1]`;
    expect(reasonOf(withTokens(maxTokens))).toBe('json-not-an-object');
    expect(reasonOf(withTokens(maxTokens + 1))).toBe('json-too-complex');
  });

  it.each([
    ['levels', `{"event_id":"1","deep":${deep(2_000_000)}}`],
    ['members of one object', `{"event_id":"1"${',"k":1'.repeat(700_000)}}`],
  ])('refuses a body full of %s without reading it', (_, text) => {
    expect(reasonOf(text)).toBe('json-too-complex');
  });

  it('throws nothing but its reasons, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.json()), (text) => {
        try {
          JsonObject.parse(text).digest();
        } catch (error) {
          expect(error).toMatchObject({ name: 'UnrecognizedError' });
        }
      }),
    );
  });
});
