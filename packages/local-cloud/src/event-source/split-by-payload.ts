import type { Message } from '@aws-sdk/client-sqs';

/** What an invocation takes at most; Lambda hands over a batch "up to the payload limit for synchronous invocation (6 MB)". */
const maxPayloadBytes = 6 * 1024 * 1024;
/** Ids, attributes and the names of a record. */
const recordBytes = 1024;

/** A batch as the invocations that take it, in order. */
export function splitByPayload(batch: readonly Message[]): readonly (readonly Message[])[] {
  const parts: Message[][] = [];
  let room = 0;
  for (const message of batch) {
    const bytes = Buffer.byteLength(JSON.stringify(message.Body ?? '')) + recordBytes;
    const part = parts.at(-1);
    if (part === undefined || bytes > room) {
      parts.push([message]);
      room = maxPayloadBytes - bytes;
    } else {
      part.push(message);
      room -= bytes;
    }
  }
  return parts;
}
