import fc from 'fast-check';
import { type DateStyle, dateText } from '../callbacks/date-text';

/** A date as Vibes may write it, and the instant in ISO 8601. */
export interface DateText {
  readonly text: string;
  readonly iso: string | null;
}

const instants = fc.integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2099, 0, 1) });

const styles: fc.Arbitrary<DateStyle> = fc.record({
  separator: fc.constantFrom(' ', 'T', 't', '  '),
  digits: fc.constantFrom(0, 1, 3),
  gap: fc.constantFrom('', ' '),
  colon: fc.constantFrom('', ':'),
  offset: fc.oneof(fc.constantFrom(0, -300, -360, 330, 345, 840, -720), fc.integer({ min: -720, max: 840 })),
  zulu: fc.constantFrom('', 'Z', 'z', 'UTC'),
});

/** Every form of wire contract §2.1, of any instant. */
export const readableDates: fc.Arbitrary<DateText> = fc.tuple(instants, styles).map(([instant, style]) => {
  const ms = instant - (instant % 10 ** (3 - style.digits));
  return { text: dateText(ms, style), iso: new Date(ms).toISOString() };
});

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

export const dateTexts: fc.Arbitrary<DateText> = fc.oneof({ weight: 4, arbitrary: readableDates }, unreadableDates);
