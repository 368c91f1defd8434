import fc from 'fast-check';
import type { Document } from './callback';
import { type Made, oneOf } from './texts';

/** How a JSON value may be written, without a difference to what it says. */
export const jsonStyles = fc.record({
  space: oneOf('', ' ', '\r\n\t'),
  reversed: fc.boolean(),
  escaped: fc.boolean(),
  byteOrderMark: fc.boolean(),
});
export type JsonStyle = Made<typeof jsonStyles>;

export const plainJson: JsonStyle = { space: '', reversed: false, escaped: false, byteOrderMark: false };

/** A number by its digits: of any size, as JSON allows and JavaScript does not. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

/** JSON of a value, without byte order mark. */
export function writeJson(value: unknown, style: JsonStyle): string {
  const { space, reversed, escaped } = style;
  if (value instanceof ExactNumber) return value.digits;
  if (typeof value === 'string')
    return escaped
      ? `"${[...Array(value.length).keys()].map((index) => unicodeEscape(value, index)).join('')}"`
      : JSON.stringify(value);
  if (Array.isArray(value)) return `[${space}${value.map((item) => writeJson(item, style)).join(`${space},`)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${writeJson(name, style)}${space}:${writeJson(member, style)}`,
  );
  return `${space}{${(reversed ? members.reverse() : members).join(`,${space}`)}${space}}`;
}

function unicodeEscape(text: string, index: number): string {
  return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
}

/** The document of a JSON text, with this Content-Type or none. */
export function jsonDocument(json: string, contentType: string | null, { byteOrderMark }: JsonStyle): Document {
  return {
    headers: contentType === null ? {} : { 'content-type': contentType },
    body: Buffer.from(`${byteOrderMark ? '\ufeff' : ''}${json}`),
  };
}

export const exactNumbers: fc.Arbitrary<ExactNumber> = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((number) => new ExactNumber(String(number)));

/**
 * Any JSON value with exact numbers among its numbers. Left out are integers past 64 bits, which EventBridge
 * refuses, and lone surrogates, which UTF-8 cannot carry unescaped.
 */
export const jsonValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ stringUnit: 'grapheme' }).filter((value) => !/\d{19}/.test(JSON.stringify(value))),
  exactNumbers,
  fc.array(exactNumbers),
);
