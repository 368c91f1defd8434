import { XMLBuilder } from 'fast-xml-parser';
import type { ServiceName } from './call';

/** The namespaces of the services' XML (their Smithy models). */
const namespaces: Readonly<Partial<Record<ServiceName, string>>> = {
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  cloudwatch: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

const builder = new XMLBuilder({ ignoreAttributes: false });

/** The XML that the query protocol answers with. */
export function writeQuery(service: ServiceName, action: string, output: unknown, requestId: string): string {
  return document({
    [`${action}Response`]: {
      '@_xmlns': namespaces[service] ?? '',
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
      '@_xmlns': namespaces[service] ?? '',
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
