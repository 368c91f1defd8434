/**
 * White space as XML 1.0 and JSON define it: space, tab, line feed, carriage return. JavaScript's own `trim` also
 * removes characters that are content to both: no-break and ideographic spaces, and a byte order mark inside a text.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Whether a text is only white space. */
export function isBlank(text: string): boolean {
  return trimmed(text) === '';
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
