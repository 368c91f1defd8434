import fc from 'fast-check';
import { sendableJson, sendableSize } from '../../../../lambda/reader/json/sendable-json';

const texts = fc.string({ unit: fc.constantFrom('\uffff', '\ufffe', '\ufffd', 'a', '"', '\\', '\ud83d', '\ude00') });
const values = fc.oneof(fc.jsonValue(), fc.dictionary(texts, fc.array(texts)));

/**
 * The text with its characters as they are; each other escape stays. Not by JSON.parse: that of Node.js 24 (V8 13.6) takes
 * the name of one escaped character for a backslash, once it has seen an object that has a backslash as its name there.
 */
const unescaped = (json: string) =>
  json.replace(/\\(?:u(fff[ef])|.)/g, (whole, code) =>
    code === undefined ? whole : String.fromCharCode(Number.parseInt(code, 16)),
  );

test('says the same, without a character that SQS refuses', () =>
  fc.assert(
    fc.property(values, (value) => {
      const json = sendableJson(JSON.stringify(value));
      expect(json).not.toMatch(/[\ufffe\uffff]/);
      expect(unescaped(json)).toBe(JSON.stringify(value));
    }),
  ));

test('is as large as is said', () =>
  fc.assert(
    fc.property(values, (value) =>
      expect(sendableSize(value)).toBe(Buffer.byteLength(sendableJson(JSON.stringify(value)))),
    ),
  ));

test('leaves anything else as it is', () =>
  expect(sendableJson('{"a":"\ufffd \u{1f600}"}')).toBe('{"a":"\ufffd \u{1f600}"}'));
