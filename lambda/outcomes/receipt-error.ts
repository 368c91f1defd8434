import type { ErrorKind } from '../reader/outcome/outcome-states';

/** Vibes' documented codes (wire contract §2.3); 3 to 6 are obsolete, and others exist. */
const kinds: Readonly<Record<number, ErrorKind>> = {
  1: 'route',
  2: 'vibes',
  7: 'blocked',
  8: 'route',
  9: 'blocked',
  10: 'content',
  11: 'vibes',
  12: 'capped',
  13: 'content',
  14: 'content',
  15: 'opted-out',
  16: 'vibes',
  26: 'number',
};

/** What an `internalErrorCode` is about. */
export function kindOf(internalCode: number | null): ErrorKind {
  return (internalCode !== null && kinds[internalCode]) || 'unknown';
}

/** The code in an MMS's `StatusText`: `Error {code} - {description} [ref: ##]` (wire contract §3.2). */
export function mmsErrorCode(statusText: string | null): number | null {
  const [, code] = /^Error (\d{1,6}) - /.exec(statusText ?? '') ?? [];
  return code === undefined ? null : Number(code);
}

/** Seven or more digits, in any script, with what people write between the digits of a phone number. */
const longNumber = /\+?\p{Nd}(?:[\s().\p{Pd}/]{0,3}\p{Nd}){6,}/gu;

/** Enough to tell what went wrong: an outcome is kept in a table, and each further KB costs another write unit. */
const maxErrorText = 160;

/** A carrier's free text, shortened, with anything that could be a phone number masked. Null if it is empty. */
export function errorText(text: string | null): string | null {
  const masked = [...(text ?? '').toWellFormed().replace(longNumber, '…').trim()];
  if (masked.length === 0) return null;
  return masked.length > maxErrorText ? `${masked.slice(0, maxErrorText - 1).join('')}…` : masked.join('');
}
