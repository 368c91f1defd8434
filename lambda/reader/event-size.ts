import { sha256Hex } from '../shared/sha-256';
import type { Callback, ReadPolicy, StoredObject } from './callback';
import type { ObjectReference } from './common-schema';
import { families } from './families';
import { eventId } from './identity/identity';
import { jsonBuffer } from './json/json-text';
import { sendableJson, sendableSize } from './json/sendable-json';
import { UnrecognizedError } from './unrecognized/unrecognized-error';

/**
 * The most JSON that an event's `data` may be, in UTF-8 bytes. EventBridge accepts entries of up to 1 MB, but SNS as a
 * rule's target only 256 KiB. Data below this limit reaches every target, with metadata and EventBridge's own envelope.
 */
export const maxDataBytes = 200 * 1024;

/**
 * The callback with a `data` that fits into an event. Its movable fields go to the bucket, the largest first, until the
 * rest fits: such a field is null, and `<field>Object` refers to it.
 * @throws UnrecognizedError `event-too-large` if an id or an address alone is too long
 */
export function fitEvent(callback: Callback, policy: ReadPolicy): Callback {
  const sizes = sizesOf(callback);
  let excess = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0) - maxDataBytes;
  const bySize = families[callback.identity.family].movable
    .map((name) => ({ name, bytes: sizes.get(name) ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes);
  let fitted = callback;
  for (const { name, bytes } of bySize) {
    if (excess <= 0) return fitted;
    fitted = moveField(fitted, name, policy);
    excess -= bytes - referenceBytes;
  }
  if (excess > 0) throw new UnrecognizedError('event-too-large');
  return fitted;
}

/** Room for the `<field>Object` that replaces a field: a bucket name, a key, a hash and their names. */
const referenceBytes = 512;

/** The size of each field in the JSON that `toEvent` writes, in UTF-8 bytes. */
function sizesOf({ data, rawPayload }: Callback): Map<string, number> {
  const sizes = Object.entries(data).map(([name, value]) => [name, sendableSize(value)] as const);
  return new Map(
    rawPayload === undefined ? sizes : [...sizes, ['payload', Buffer.byteLength(sendableJson(rawPayload))]],
  );
}

/** Moves one field to the bucket: it is null in the event, and `<field>Object` refers to it. */
export function moveField(callback: Callback, name: string, { bucket }: ReadPolicy): Callback {
  const { rawPayload, ...rest } = callback;
  const value = callback.data[name];
  const isText = typeof value === 'string';
  const text = isText ? value : name === 'payload' ? rawPayload : undefined;
  const bytes = text === undefined ? jsonBuffer(value) : Buffer.from(text);
  const contentType = isText ? 'text/plain; charset=utf-8' : 'application/json';
  const key = `attachments/${eventId(callback.identity)}/data.${name}.${isText ? 'txt' : 'json'}`;
  const reference: ObjectReference = { bucket, key, size: bytes.byteLength, sha256: sha256Hex(bytes), contentType };
  const stored: StoredObject = { key, bytes, contentType };
  return {
    ...rest,
    ...(rawPayload !== undefined && name !== 'payload' && { rawPayload }),
    data: { ...callback.data, [name]: null, [`${name}Object`]: reference },
    objects: [...callback.objects, stored],
  };
}
