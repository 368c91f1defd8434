import { writeJson } from './json-text';

/**
 * Equivalent JSON that can be sent anywhere. SQS refuses two characters that JSON allows (SendMessage: #xE000 to
 * #xFFFD), so a queue that is a rule's target, or its dead-letter queue, would not get an event with one. Both occur
 * only in texts, where their escapes mean the same.
 */
export function sendableJson(json: string): string {
  return json.replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/** The size of that JSON for a value, in UTF-8 bytes, without building the whole text. */
export function sendableSize(value: unknown): number {
  let bytes = 0;
  writeJson(value, (chunk) => {
    bytes += Buffer.byteLength(sendableJson(chunk));
  });
  return bytes;
}
