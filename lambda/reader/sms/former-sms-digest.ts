import { contentDigest } from '../identity/content-digest';
import { integerField, readBoolean, readDate } from '../text/readable';
import { trimmed } from '../text/white-space';
import type { XmlElement } from '../xml/xml';
import { XmlFields } from '../xml/xml-fields';
import { xmlNode } from '../xml/xml-node';

// The digests of version 0.1.0, to compare with the ledger's items of that time (docs/decisions/0005-idempotency.md).
// No new item gets one. They cover what that version read, so this is its reader, and stays as it is: a field that an
// event got later is part of `extra` here.

/** Of a `moMessage` or a `deliver`. */
export function formerMoDigest(root: XmlElement): string {
  const fields = new XmlFields(root);
  const [source, destination, message] = ['source', 'destination', 'message'].map((name) => fields.child(name));
  const isDeliver = root.name === 'deliver';
  const marker = isDeliver ? null : fields.whole('longMessageInfo');
  // It changes with each attempt.
  fields.attribute('attemptNumber');
  return contentDigest({
    messageId: isDeliver ? fields.child('transaction')?.attribute('id') : fields.attribute('messageId'),
    text: isDeliver ? message?.attribute('text') : message?.text(),
    source: attributesOf(source, ['address', 'carrier', 'type']),
    destination: attributesOf(destination, ['address', 'type']),
    receiptDate: instantOf(fields),
    longMessageInfo: marker && xmlNode(marker),
    ...fields.extra(),
  });
}

export function formerReceiptDigest(root: XmlElement): string {
  const fields = new XmlFields(root);
  const status = fields.child('status');
  const multipart = fields.child('multipart');
  return contentDigest({
    ...attributesOf(fields, ['messageId', 'submitterMessageId', 'fwdToMessageId']),
    type: trimmed(fields.child('type')?.text() ?? ''),
    isError: readBoolean(status?.attribute('isError') ?? ''),
    description: status?.child('description')?.text() ?? null,
    ...integerField('errorCode', status?.child('errorCode')?.text()),
    ...integerField('internalErrorCode', status?.child('internalErrorCode')?.text()),
    receiptDate: instantOf(fields),
    multipart: multipart && {
      isMultipart: multipart.readAttribute('isMultipart', readBoolean),
      originalMessageId: multipart.attribute('originalMessageId'),
      ...integerField('noOfParts', multipart.attribute('noOfParts')),
      ...integerField('partNumber', multipart.attribute('partNumber')),
    },
    ...fields.extra(),
  });
}

function attributesOf(fields: XmlFields | null | undefined, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, fields?.attribute(name) ?? null]));
}

function instantOf(fields: XmlFields): string | null {
  const { value, text } = readDate(fields.attribute('receiptDate'));
  return value ?? text;
}
