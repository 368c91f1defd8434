import type { Extra, XmlNode } from '../common-schema';
import { contentDigest } from '../identity/content-digest';
import { listed } from '../identity/listed';
import { localName } from '../xml/xml';
import type { Mm7Request } from './mm7-request';
import type { MmsDeliveryReport } from './mms-delivery-report-schema';
import type { MmsAddress, MmsMessage } from './mms-message-schema';

// Digests from before they had a version, to compare with the ledger's items of that time
// (docs/decisions/0005-idempotency.md). They miss some of what was sent, so no new item gets one.

export function formerMmsDigest(data: MmsMessage, request: Mm7Request): string {
  const fields = ['transactionId', 'linkedId', 'subject', 'priority', 'mmsRelayServerId', 'vaspId', 'vasId'] as const;
  return contentDigest({
    ...listed(data, fields),
    sender: data.sender && address(data.sender),
    recipients: data.recipients?.map((one) => ({ ...address(one), kind: one.kind })),
    timestamp: data.timestamp ?? data.timestampText,
    extra: withoutPrefixes(request.fields.extra().extra),
    attachments: data.attachments?.map(({ contentType, filename, sha256 }) => ({
      mediaType: contentType?.split(';')[0]?.trim().toLowerCase() ?? null,
      filename,
      sha256,
    })),
  });
}

export function formerReportDigest(data: MmsDeliveryReport, request: Mm7Request): string {
  return contentDigest({
    ...listed(data, ['messageId', 'status', 'statusText']),
    recipient: data.recipient && address(data.recipient),
    sender: data.sender && address(data.sender),
    date: data.date ?? data.dateText,
    extra: withoutPrefixes(request.fields.extra().extra),
  });
}

function address(one: MmsAddress): Record<string, unknown> {
  return { ...listed(one, ['address', 'type']), extra: withoutPrefixes(one.extra) };
}

/** Of names that differ only by their prefix, only the last one. */
function withoutPrefixes(extra: Extra | undefined): unknown {
  const fields = Object.entries(extra ?? {}).map(([path, value]) => [
    path.split('/').map(unprefixed).join('/'),
    typeof value === 'string' ? value : value.map(plainNode),
  ]);
  return Object.fromEntries(fields);
}

function unprefixed(name: string): string {
  return name.startsWith('@') ? `@${localName(name.slice(1))}` : localName(name);
}

function plainNode({ name, attributes, content }: XmlNode): unknown {
  const plain = Object.entries(attributes).filter(([name]) => !/^xmlns(:|$)/.test(name));
  return {
    name: localName(name),
    attributes: Object.fromEntries(plain.map(([name, value]) => [localName(name), value])),
    content: content.map((item) => (typeof item === 'string' ? item : plainNode(item))),
  };
}
