import type { Envelope } from '../shared/envelope';
import { sha256Hex } from '../shared/sha-256';
import type { Callback, ReadPolicy, StoredObject } from './callback';
import type { ObjectReference } from './common-schema';
import { eventId } from './identity/identity';
import { sendableSize } from './json/sendable-json';
import type { RequestMetadata } from './metadata-schema';
import { publishedHeaders } from './published-headers';

/**
 * The most JSON that each of the two may be in an event, in UTF-8 bytes. API Gateway accepts 10 KB of headers and URL
 * in all.
 */
export const maxRequestFieldBytes = 8 * 1024;

/**
 * Adds the request's query string and headers to a callback, for the event's metadata; one that is too long is stored
 * in the bucket.
 */
export function withRequest(callback: Callback, { query, headers }: Envelope, policy: ReadPolicy): Callback {
  const fields = [
    requestField('query', query, callback, policy),
    requestField('headers', publishedHeaders(headers), callback, policy),
  ];
  const metadata = Object.assign({ query: null, headers: null }, ...fields.map((field) => field.metadata));
  return { ...callback, request: metadata, objects: [...callback.objects, ...fields.flatMap(({ stored }) => stored)] };
}

interface RequestField {
  readonly metadata: Partial<RequestMetadata>;
  readonly stored: readonly StoredObject[];
}

function requestField(
  name: 'query' | 'headers',
  lists: Readonly<Record<string, readonly string[]>>,
  { identity }: Callback,
  { bucket }: ReadPolicy,
): RequestField {
  if (Object.keys(lists).length === 0) return { metadata: {}, stored: [] };
  if (sendableSize(lists) <= maxRequestFieldBytes) return { metadata: { [name]: lists }, stored: [] };
  const bytes = Buffer.from(JSON.stringify(lists));
  const key = `attachments/${eventId(identity)}/metadata.${name}.json`;
  const contentType = 'application/json';
  const reference: ObjectReference = { bucket, key, size: bytes.byteLength, sha256: sha256Hex(bytes), contentType };
  return { metadata: { [`${name}Object`]: reference }, stored: [{ key, bytes, contentType }] };
}
