const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * The text with each lone carriage return as a line feed, as XML reads it (XML 1.0 §2.11); the length stays. By its code
 * units: a replacement keeps every match until it is done, and a text can be nothing else.
 */
export function withLineFeeds(text: string): string {
  if (!/\r(?!\n)/.test(text)) return text;
  return isWide(text) ? replaceIn(text, 'utf16le', 2) : replaceIn(text, 'latin1', 1);
}

/** `unitBytes`: of a code unit; where it is two, the second byte of what is looked for is 0. */
function replaceIn(text: string, encoding: 'latin1' | 'utf16le', unitBytes: 1 | 2): string {
  const bytes = Buffer.from(text, encoding);
  const isUnit = (at: number, unit: number) => bytes[at] === unit && (unitBytes === 1 || bytes[at + 1] === 0);
  for (let at = 0; at < bytes.length; at += unitBytes) {
    if (isUnit(at, carriageReturn) && !isUnit(at + unitBytes, lineFeed)) bytes[at] = lineFeed;
  }
  return bytes.toString(encoding);
}

/** Whether a text has a character that takes two bytes in memory: V8 then keeps all of its characters in two. */
export function isWide(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return true;
  return false;
}

/** The same text, in one byte a character where that is enough: what is cut from a wide text is wide, whatever it holds. */
export function narrowed(text: string): string {
  return isWide(text) ? text : Buffer.from(text, 'latin1').toString('latin1');
}
