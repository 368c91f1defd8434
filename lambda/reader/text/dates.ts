import { trimmed } from './white-space';

const minuteMs = 60_000;

/**
 * Date, time, optional seconds and fraction, offset; `T` or spaces between; the offset with or without a space and a
 * colon.
 */
const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt]| +)(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? *(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)$/;

/**
 * One of Vibes' dates (wire contract §2.1) as ISO 8601 in UTC, so that dates compare as text:
 * `2024-05-06T12:08:09.000Z`. It has milliseconds, or as many digits as were sent if those are more. Null for anything
 * that is not a date, and for a date without an offset: guessing the zone would be worse.
 */
export function toIsoDate(text: string): string | null {
  const match = pattern.exec(trimmed(text));
  if (match === null) return null;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = '00',
    fraction = '',
    ,
    sign = '+',
    offsetHours = '0',
    offsetMinutes = '0',
  ] = match;
  const offset = Number(offsetHours) * 60 + Number(offsetMinutes);
  if (Number(offsetHours) > 14 || Number(offsetMinutes) > 59) return null;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const localMs = Date.parse(`${local}Z`);
  // Date.parse reads 30 February as 1 March and 24:00 as the next day: if the result does not read back the same, it
  // was not a date.
  if (Number.isNaN(localMs) || !new Date(localMs).toISOString().startsWith(local)) return null;
  const utc = new Date(localMs - Number(`${sign}${offset}`) * minuteMs).toISOString();
  return /^\d{4}-/.test(utc) ? `${utc.slice(0, 19)}.${fractionDigits(fraction)}Z` : null;
}

function fractionDigits(fraction: string): string {
  return fraction.replace(/0+$/, '').padEnd(3, '0');
}
