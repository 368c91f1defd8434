import fc from 'fast-check';

/** How a JSON value is written, without a difference to what it says. */
export interface JsonWriting {
  readonly space: string;
  readonly reversed: boolean;
  readonly escaped: boolean;
  readonly byteOrderMark: boolean;
}

export const jsonWritings: fc.Arbitrary<JsonWriting> = fc.record({
  space: fc.constantFrom('', ' ', '\r\n\t'),
  reversed: fc.boolean(),
  escaped: fc.boolean(),
  byteOrderMark: fc.boolean(),
});

/** A number by its digits: of any size, as JSON allows and JavaScript does not. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

export const exactNumbers: fc.Arbitrary<ExactNumber> = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((number) => new ExactNumber(String(number)));

/**
 * Any JSON value with exact numbers among its numbers. Integers past 64 bits are left out, which EventBridge does not
 * take, and lone surrogates, which UTF-8 cannot carry unescaped.
 */
export const jsonValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ stringUnit: 'grapheme' }).filter((value) => !/\d{19}/.test(JSON.stringify(value))),
  exactNumbers,
  fc.array(exactNumbers),
);

/** JSON of a value, without byte order mark. */
export function writeJson(value: unknown, writing: JsonWriting): string {
  const { space, reversed, escaped } = writing;
  if (value instanceof ExactNumber) return value.digits;
  if (typeof value === 'string')
    return escaped
      ? `"${[...Array(value.length).keys()].map((index) => unicodeEscape(value, index)).join('')}"`
      : JSON.stringify(value);
  if (Array.isArray(value)) return `[${space}${value.map((item) => writeJson(item, writing)).join(`${space},`)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${writeJson(name, writing)}${space}:${writeJson(member, writing)}`,
  );
  return `${space}{${(reversed ? members.reverse() : members).join(`,${space}`)}${space}}`;
}

function unicodeEscape(text: string, index: number): string {
  return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
}

/** As it goes over the wire. */
export function jsonBytes(json: string, { byteOrderMark }: JsonWriting): Buffer {
  return Buffer.from(`${byteOrderMark ? '\ufeff' : ''}${json}`);
}
