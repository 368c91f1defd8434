import fc from 'fast-check';
import { indentJson } from '../../../src/start/page/indent-json';

it('lays out objects and lists, and keeps the digits of numbers', () => {
  expect(indentJson('{"a":[1,{"b":12345678901234567890}],"c":{},"d":"x, y"}')).toBe(
    '{\n  "a": [\n    1,\n    {\n      "b": 12345678901234567890\n    }\n  ],\n  "c": {},\n  "d": "x, y"\n}',
  );
});

it.each(['', 'plain text', '<xml/>', '"text"'])('leaves %j as it is', (text) => {
  expect(indentJson(text)).toBe(text);
});

it('is the same JSON afterwards', () => {
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
      expect(JSON.parse(indentJson(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('is laid out as JSON.stringify does it', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), (value) => {
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});
