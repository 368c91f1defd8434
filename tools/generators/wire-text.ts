import fc from 'fast-check';

/** Text that XML 1.0 can carry and a parser gives back: no characters that it does not have, no CR, which it changes. */
export const wireTexts: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('&', '<', ']]>', '"', "'", '\n', '\t', '😀', 'é')), {
    maxLength: 5,
  })
  .map((pieces) => pieces.join('').replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''));

/** What an id or an address can be: something, and no white space around it. */
export const wireTokens: fc.Arbitrary<string> = wireTexts
  .map((text) => text.trim())
  .filter((text) => text !== '')
  .map((text) => [...text].slice(0, 40).join('').trim());

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A date as it is sent, and as the event has it. */
export interface WireDate {
  readonly text: string;
  readonly iso: string;
}

export const wireDates: fc.Arbitrary<WireDate> = fc
  .record({
    date: fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    fraction: fc.boolean(),
    offsetMinutes: fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => quarters * 15),
  })
  .map(({ date, fraction, offsetMinutes }) => {
    const ms = fraction ? date.getTime() : Math.floor(date.getTime() / 1000) * 1000;
    const local = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, fraction ? 23 : 19);
    return { text: `${local}${offsetText(offsetMinutes)}`, iso: new Date(ms).toISOString() };
  });

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
