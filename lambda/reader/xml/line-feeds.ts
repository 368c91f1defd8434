const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * The text with each lone carriage return as a line feed, as XML reads it (XML 1.0 §2.11); the length stays. By its code
 * units: a replacement keeps every match until it is done, and a text can be nothing else.
 */
export function withLineFeeds(text: string): string {
  if (!/\r(?!\n)/.test(text)) return text;
  const bytes = Buffer.from(text, 'utf16le');
  for (let at = 0; at < bytes.length; at += 2) {
    if (bytes.readUInt16LE(at) !== carriageReturn) continue;
    if (at + 2 < bytes.length && bytes.readUInt16LE(at + 2) === lineFeed) continue;
    bytes.writeUInt16LE(lineFeed, at);
  }
  return bytes.toString('utf16le');
}
