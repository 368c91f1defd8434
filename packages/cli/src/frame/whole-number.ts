import { InvalidArgumentError } from 'commander';

/** A reader of a whole number in digits alone: no sign, exponent or blank. */
export function wholeNumber(low: number, high = 999_999_999): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d{1,16}$/.test(text) && number >= low && number <= high) return number;
    throw new InvalidArgumentError(`Write a whole number from ${low} to ${high}.`);
  };
}
