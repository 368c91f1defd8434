import { decodeEnvelope, type Envelope, EnvelopeError } from '../shared/envelope';
import { isRecord, parseJson } from '../shared/json';

/** An object of the bucket, as an S3 notification names it. */
export interface OverflowObject {
  readonly key: string;
  readonly size: number;
}

/** What a message of the callback queue can be. */
export type QueueMessage =
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  /** Envelopes that ingest wrote to the overflow prefix. */
  | { readonly kind: 'overflow'; readonly objects: readonly OverflowObject[] }
  /** What S3 sends once, when a notification is configured. */
  | { readonly kind: 'test-event' };

/**
 * Reads a message's body.
 * @throws EnvelopeError if it is none of the three kinds
 */
export function readMessage(body: string): QueueMessage {
  try {
    return { kind: 'envelope', envelope: decodeEnvelope(body) };
  } catch (error) {
    return readNotification(body) ?? rethrow(error);
  }
}

function readNotification(body: string): QueueMessage | undefined {
  const value = parseJson(body);
  if (!isRecord(value)) return undefined;
  if (value.Event === 's3:TestEvent') return { kind: 'test-event' };
  if (!Array.isArray(value.Records) || value.Records.length === 0) return undefined;
  const objects = value.Records.map(readObject);
  return objects.every((object) => object !== undefined) ? { kind: 'overflow', objects } : undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: the key is form-encoded. */
function readObject(record: unknown): OverflowObject | undefined {
  if (!isRecord(record) || record.eventSource !== 'aws:s3' || !isRecord(record.s3)) return undefined;
  const { object } = record.s3;
  if (!isRecord(object) || typeof object.key !== 'string') return undefined;
  const key = decodeKey(object.key);
  if (key === undefined || !key.startsWith('overflow/')) return undefined;
  return { key, size: typeof object.size === 'number' ? object.size : Number.POSITIVE_INFINITY };
}

function decodeKey(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function rethrow(error: unknown): never {
  throw error instanceof EnvelopeError ? error : new EnvelopeError('envelope-shape');
}
