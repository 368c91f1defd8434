import fc from 'fast-check';
import { type Made, oneOf, weighted } from './texts';

/** How an instant may be written (wire contract §2.1). */
const dateStyles = fc.record({
  separator: oneOf(' ', 'T', 't', '  '),
  /** Digits of a second's fraction. */
  digits: fc.constantFrom(0, 1, 3),
  /** Before the offset. */
  gap: oneOf('', ' '),
  /** In the offset. */
  colon: oneOf('', ':'),
  /** From UTC, in minutes. */
  offset: fc.oneof(fc.constantFrom(0, -300, -360, 330, 345, 840, -720), fc.integer({ min: -720, max: 840 })),
  /** How UTC is written; empty to write the offset. */
  zulu: oneOf('', 'Z', 'z', 'UTC'),
});
type DateStyle = Made<typeof dateStyles>;

/** `2024-05-06 07:08:09-0500`, as real MO messages have it (wire contract §2.1). */
export const moDate: DateStyle = { separator: ' ', digits: 0, gap: '', colon: '', offset: -300, zulu: '' };

/** `2024-05-06T07:08:09.123-05:00`, as receipts have it (wire contract §2.3). */
export const receiptDate: DateStyle = { separator: 'T', digits: 3, gap: '', colon: ':', offset: -300, zulu: '' };

/** A date as Vibes may write it, and the instant in ISO 8601; null where it cannot be read. */
export interface DateText {
  readonly text: string;
  readonly iso: string | null;
}

/** @param instant in milliseconds; what the style has no digits for is cut off */
export function dateOf(instant: number, { separator, digits, gap, colon, offset, zulu }: DateStyle): DateText {
  const ms = instant - (instant % 10 ** (3 - digits));
  const minutes = zulu === '' ? offset : 0;
  const local = new Date(ms + minutes * 60_000).toISOString();
  const fraction = digits === 0 ? '' : local.slice(19, 20 + digits);
  const zone = zulu || `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}${colon}${two(minutes % 60)}`;
  const text = `${local.slice(0, 10)}${separator}${local.slice(11, 19)}${fraction}${gap}${zone}`;
  return { text, iso: new Date(ms).toISOString() };
}

function two(value: number): string {
  return String(Math.trunc(Math.abs(value))).padStart(2, '0');
}

const instants = fc.integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2099, 0, 1) });

/** Every form of wire contract §2.1, of any instant. */
export const readableDates: fc.Arbitrary<DateText> = fc
  .tuple(instants, dateStyles)
  .map(([instant, style]) => dateOf(instant, style));

export const unreadableDates: fc.Arbitrary<DateText> = fc
  .constantFrom(
    '',
    'yesterday',
    '2024-05-06',
    '2024-05-06 07:08:09',
    '2024-02-30 07:08:09Z',
    '2023-02-29T00:00:00Z',
    '2024-05-06T24:00:00Z',
    '2024-05-06T07:08:60Z',
    '2024-05-06T07:08:09+15:00',
    '2024-05-06T07:08:09+05:60',
    '2024-05-06 07:08:09 CDT',
    '1714997289123',
  )
  .map((text) => ({ text, iso: null }));

export const dateTexts: fc.Arbitrary<DateText> = weighted([4, readableDates], [1, unreadableDates]);
