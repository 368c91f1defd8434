import type { Extra, XmlNode } from '../common-schema';
import { contentDigest } from '../identity/content-digest';
import { readDate } from '../text/readable';
import { trimmed } from '../text/white-space';
import { localName, type XmlElement } from '../xml/xml';
import { XmlFields } from '../xml/xml-fields';
import { holdsOnlyElements, type Mm7Request } from './mm7-request';
import type { Attachment } from './mms-message-schema';

// The digests of version 0.1.0, to compare with the ledger's items of that time (docs/decisions/0005-idempotency.md).
// They miss some of what was sent, so no new item gets one. They cover what that version read, so this is its reader, and
// stays as it is: a field that an event got later is part of `extra` here.

export function formerMmsDigest(
  { element, transactionId }: Mm7Request,
  attachments: readonly Pick<Attachment, 'contentType' | 'filename' | 'sha256'>[],
): string {
  const fields = new XmlFields(element);
  // Vibes' dialects differ in these.
  textIn(fields, 'MM7Version');
  fields.child('Content')?.attribute('href');
  return contentDigest({
    transactionId,
    linkedId: textIn(fields, 'LinkedID'),
    subject: fields.child('Subject')?.text() ?? null,
    priority: textIn(fields, 'Priority'),
    mmsRelayServerId: textIn(fields, 'MMSRelayServerID'),
    vaspId: textIn(fields, 'VASPID'),
    vasId: textIn(fields, 'VASID'),
    sender: addressIn(element, fields, 'Sender'),
    recipients: recipientsIn(element, fields),
    timestamp: instantIn(fields, 'TimeStamp'),
    extra: withoutPrefixes(fields.extra().extra),
    attachments: attachments.map(({ contentType, filename, sha256 }) => ({
      mediaType: contentType?.split(';')[0]?.trim().toLowerCase() ?? null,
      filename,
      sha256,
    })),
  });
}

export function formerReportDigest({ element }: Mm7Request): string {
  const fields = new XmlFields(element);
  textIn(fields, 'MM7Version');
  return contentDigest({
    messageId: textIn(fields, 'MessageID'),
    status: textIn(fields, 'MMStatus'),
    statusText: textIn(fields, 'StatusText'),
    recipient: addressIn(element, fields, 'Recipient'),
    sender: addressIn(element, fields, 'Sender'),
    date: instantIn(fields, 'Date'),
    extra: withoutPrefixes(fields.extra().extra),
  });
}

function textIn(fields: XmlFields, name: string): string | null {
  return trimmed(fields.child(name)?.text() ?? '') || null;
}

function instantIn(fields: XmlFields, name: string): string | null {
  const { value, text } = readDate(textIn(fields, name));
  return value ?? text;
}

/** A child that is not exactly one address is in `extra` too. */
function addressIn({ children }: XmlElement, fields: XmlFields, name: string): Record<string, unknown> | null {
  const element = children.find((child) => child.name === name);
  const [address, ...others] = element?.children ?? [];
  if (element === undefined || address === undefined) return null;
  if (others.length === 0 && holdsOnlyElements(element)) fields.whole(name);
  return addressOf(address);
}

/** A list that holds anything but addresses is in `extra` too. */
function recipientsIn({ children }: XmlElement, fields: XmlFields): readonly Record<string, unknown>[] {
  const recipients = children.find(({ name }) => name === 'Recipients');
  if (recipients === undefined) return [];
  if (holdsOnlyElements(recipients) && recipients.children.every(holdsOnlyElements)) fields.whole('Recipients');
  return recipients.children.flatMap((list) =>
    list.children.map((address) => ({ ...addressOf(address), kind: list.name })),
  );
}

function addressOf(element: XmlElement): Record<string, unknown> {
  const fields = new XmlFields(element);
  return {
    address: trimmed(fields.text()),
    type: element.name,
    extra: withoutPrefixes(fields.extra().extra),
  };
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
