/** `1 callback`, `2 callbacks`: a count with its word. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What moves a cursor, hides a text, breaks its line or turns its direction. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A stranger's text as one line of a terminal: control characters are written as in JSON (`\u001b`),
 * so that they are visible and have no effect.
 */
export function printable(text: string): string {
  return text.replace(controls, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for a text of several lines, tabs among them; a JSON document stays what it is. */
export function printableLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : printable(part)))
    .join('');
}

/** The same for a text that contains our own colors; no other sequence passes. */
export function printableWithColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors are made of them
  const parts = text.split(/(\u001b\[\d{1,2}m)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : printableLines(part))).join('');
}
