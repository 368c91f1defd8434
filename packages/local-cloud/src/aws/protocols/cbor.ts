import { cbor, dateToTag } from '@smithy/core/cbor';
import { isRecord } from '../../template/properties';

/** Smithy RPC v2 CBOR, which the AWS CLI speaks to CloudWatch. Undefined for other input. */
export function readCbor(body: Buffer): Record<string, unknown> | undefined {
  if (body.length === 0) return {};
  try {
    const value: unknown = fromTags(cbor.deserialize(body));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeCbor(value: unknown): Buffer {
  return Buffer.from(cbor.serialize(toTags(value)));
}

/** A time is a tagged number of seconds. */
function fromTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromTags);
  if (!isRecord(value)) return value;
  if (value.tag === 1 && 'value' in value) return new Date(Number(value.value) * 1000);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromTags(item)]));
}

function toTags(value: unknown): unknown {
  if (value instanceof Date) return dateToTag(value);
  if (Array.isArray(value)) return value.map(toTags);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(members.map(([key, item]) => [key, toTags(item)]));
}
