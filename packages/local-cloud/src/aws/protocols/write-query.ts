import { XMLBuilder } from 'fast-xml-parser';
import { type ServiceName, services } from './services';

const builder = new XMLBuilder({ ignoreAttributes: false });

/** The XML that the query protocol answers with. */
export function writeQuery(service: ServiceName, action: string, output: unknown, requestId: string): string {
  return document({
    [`${action}Response`]: {
      '@_xmlns': services[service].namespace ?? '',
      [`${action}Result`]: toXml(output),
      ResponseMetadata: { RequestId: requestId },
    },
  });
}

export function writeQueryError(
  service: ServiceName,
  error: { readonly code: string; readonly message: string; readonly status: number },
  requestId: string,
): string {
  const { code, message, status } = error;
  return document({
    ErrorResponse: {
      '@_xmlns': services[service].namespace ?? '',
      Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
      RequestId: requestId,
    },
  });
}

function document(root: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;
}

/** Lists are `<member>`s, maps are `<entry>`s, times are ISO 8601. */
function toXml(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) {
    return { entry: [...value].map(([key, item]) => ({ key, value: toXml(item) })) };
  }
  if (Array.isArray(value)) return { member: value.map(toXml) };
  if (typeof value !== 'object' || value === null) return value === undefined ? undefined : String(value);
  const members = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(members.map(([key, item]) => [key, toXml(item)]));
}
