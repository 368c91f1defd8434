import fc from 'fast-check';
import { ExactNumber } from '../callbacks/json';

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
