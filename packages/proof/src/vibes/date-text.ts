/** How an instant may be written (wire contract §2.1). */
export interface DateStyle {
  readonly separator: string;
  /** Digits of a second's fraction, 0 to 3. */
  readonly digits: number;
  /** Before the offset. */
  readonly gap: string;
  /** In the offset. */
  readonly colon: string;
  /** From UTC, in minutes. */
  readonly offset: number;
  /** How UTC is written; empty to write the offset. */
  readonly zulu: string;
}

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
