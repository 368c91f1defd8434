import { parseJson } from '../../base/parse-json';
import { isRecord } from '../../template/properties';

/** One entry of PutEvents, as the SDK sends it. */
export interface EventEntry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
  readonly Resources?: readonly string[];
  /** Epoch seconds. */
  readonly Time?: number;
}

/** Why EventBridge would refuse an entry; the call's other entries are not affected. */
export function entryRefusal(entry: EventEntry): { readonly code: string; readonly message: string } | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name])
      return refusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  if (entry.Source?.startsWith('aws.')) {
    return refusal('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  if ((entry.DetailType?.length ?? 0) > 128)
    return refusal('InvalidArgument', 'DetailType is longer than 128 characters.');
  return isRecord(parseJson(entry.Detail ?? '')) ? undefined : refusal('MalformedDetail', 'Detail is malformed.');
}

/**
 * Bytes that count against the limit: 14 for a time, and each part that is present (user guide, PutEvents entry size).
 */
export function totalBytes(entries: readonly EventEntry[]): number {
  const bytes = (text: string | undefined) => Buffer.byteLength(text ?? '');
  return entries
    .map((entry) => {
      const resources = (entry.Resources ?? []).reduce((sum, resource) => sum + bytes(resource), 0);
      const time = entry.Time === undefined ? 0 : 14;
      return time + bytes(entry.Source) + bytes(entry.DetailType) + bytes(entry.Detail) + resources;
    })
    .reduce((sum, size) => sum + size, 0);
}

function refusal(code: string, message: string) {
  return { code, message };
}
