import { addressBlock, isBetween } from './ip-address';
import type { TextTest } from './text-tests';
import type { Token } from './token';

/** One of the alternatives that a pattern's list offers for a field. */
export type FieldTest =
  | { readonly kind: 'value'; matches(value: Token): boolean }
  /** `{ "exists": false }`: the field must not be there. */
  | { readonly kind: 'absent' };

type Comparison = (value: number) => boolean;

export const isPresent: FieldTest = { kind: 'value', matches: () => true };
export const isAbsent: FieldTest = { kind: 'absent' };

export function isText(test: TextTest): FieldTest {
  return { kind: 'value', matches: ({ text }) => test(text) };
}

/** Any value except these: `true` and `null` too. */
export function isNone(tests: readonly TextTest[]): FieldTest {
  return { kind: 'value', matches: ({ text }) => !tests.some((test) => test(text)) };
}

export function isNoneOfNumbers(numbers: readonly number[]): FieldTest {
  return { kind: 'value', matches: ({ number }) => number === undefined || !numbers.includes(number) };
}

/** A number matches however it is written. One that cannot be compared as a number is compared as text. */
export function isSame(wanted: Token): FieldTest {
  const { text, number, address } = wanted;
  if (address !== undefined) return isAddress(address, address);
  return {
    kind: 'value',
    matches: (value) => (number === undefined ? value.text === text : value.number === number),
  };
}

export function isNumber(comparisons: readonly Comparison[]): FieldTest {
  return {
    kind: 'value',
    matches: ({ number }) => number !== undefined && comparisons.every((compare) => compare(number)),
  };
}

/** @throws Error for anything but a CIDR block */
export function isInBlock(cidr: string): FieldTest {
  return isAddress(...addressBlock(cidr));
}

function isAddress(first: string, last: string): FieldTest {
  return { kind: 'value', matches: ({ address }) => address !== undefined && isBetween(address, first, last) };
}

export const comparisons: Readonly<Record<string, (wanted: number) => Comparison>> = {
  '=': (wanted) => (value) => value === wanted,
  '<': (wanted) => (value) => value < wanted,
  '<=': (wanted) => (value) => value <= wanted,
  '>': (wanted) => (value) => value > wanted,
  '>=': (wanted) => (value) => value >= wanted,
};
