import { comparableNumber } from './comparable-number';
import { addressDigits } from './ip-address';

/**
 * One value of an event as EventBridge compares it: a string with a quote around it, anything else as it was written.
 * So the prefix `"ab` finds strings alone, and `true` is another value than the string `"true"`.
 */
export interface Token {
  readonly text: string;
  /** Set for a number that can be compared as one. */
  readonly number?: number;
  /** Set for a string that is an IP address. */
  readonly address?: string;
}

export function stringToken(value: string): Token {
  const address = addressDigits(value);
  return { text: wellFormed(`"${value}"`), ...(address === undefined ? {} : { address }) };
}

export function wordToken(text: string): Token {
  return { text };
}

export function numberToken(text: string): Token {
  const number = comparableNumber(text);
  return { text, ...(number === undefined ? {} : { number }) };
}

/** EventBridge compares UTF-8 bytes, in which half of a surrogate pair is a question mark. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '?');
}
