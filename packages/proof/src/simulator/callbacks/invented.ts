import type { Random } from '../random';

/** A number of the range reserved for fiction (555-0100 to 555-0199), in E.164. */
export function phoneNumber(random: Random): string {
  return `+1${random.pick(['312', '415', '206', '646'])}55501${digits(random, 2)}`;
}

/** Five zeros are not anyone's short code. */
export const shortCode = '00000';

export function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.int(0, 9)).join('');
}

const words = ['HELLO', 'stop', 'Yes, please', 'a < b & "c"', "it's ok", 'Grüße 🎉', 'two\nlines', ''] as const;

/** A text with what breaks parsers: markup, quotes, emoji, line breaks, nothing at all. */
export function text(random: Random): string {
  return random.pick(words);
}

// One day of Vibes' traffic: fixed, because the same seed must give the same bytes.
const dayStart = Date.UTC(2024, 4, 6);

/** In milliseconds. */
export function moment(random: Random): number {
  return dayStart + random.int(0, 86_399_999);
}
