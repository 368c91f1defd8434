import { writeJson } from './json-text';

/**
 * JSON that says the same and can be sent anywhere. Two characters that JSON takes as they are SQS refuses (SendMessage:
 * #xE000 to #xFFFD): as a rule's target, or as its dead-letter queue, it would get no event with one. Both stand in texts
 * alone, and there the escape is the same text.
 */
export function sendableJson(json: string): string {
  return json.replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/** How many bytes that is in UTF-8, of a value; the whole text is never there. */
export function sendableSize(value: unknown): number {
  let bytes = 0;
  writeJson(value, (chunk) => {
    bytes += Buffer.byteLength(sendableJson(chunk));
  });
  return bytes;
}
