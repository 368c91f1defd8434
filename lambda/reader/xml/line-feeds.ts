const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Replaces each lone carriage return with a line feed, as XML reads it (XML 1.0 §2.11); the length stays the same. It
 * works on code units, because `replace` keeps every match until it is done, and a text may consist of nothing else.
 */
export function withLineFeeds(text: string): string {
  if (!/\r(?!\n)/.test(text)) return text;
  return isWide(text) ? replaceIn(text, 'utf16le', 2) : replaceIn(text, 'latin1', 1);
}

/**
 * `unitBytes` is the size of a code unit; if it is two, the second byte of each character that is searched for is 0.
 */
function replaceIn(text: string, encoding: 'latin1' | 'utf16le', unitBytes: 1 | 2): string {
  const bytes = Buffer.from(text, encoding);
  const isUnit = (at: number, unit: number) => bytes[at] === unit && (unitBytes === 1 || bytes[at + 1] === 0);
  for (let at = 0; at < bytes.length; at += unitBytes) {
    if (isUnit(at, carriageReturn) && !isUnit(at + unitBytes, lineFeed)) bytes[at] = lineFeed;
  }
  return bytes.toString(encoding);
}

/**
 * Whether a text has a character that takes two bytes in memory, because V8 then uses two for each of its characters.
 */
export function isWide(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return true;
  return false;
}

/** The same text, in one byte per character if that is enough. A slice of a wide text is always wide. */
export function narrowed(text: string): string {
  return isWide(text) ? text : Buffer.from(text, 'latin1').toString('latin1');
}
