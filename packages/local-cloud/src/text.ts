/** Text for a terminal: counts with their noun, and other people's text with its control characters escaped. */
export { counted, printable, printableLines, printableWithColours } from './base/text';
