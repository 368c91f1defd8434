import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import { boundedId, identityPart, shapes } from '../identity/identity-parts';
import { type IdentityRule, identify } from '../identity/identity-rule';
import { integerField, readBoolean, readDate } from '../text/readable';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import type { XmlElement } from '../xml/xml';
import { xmlDigest } from '../xml/xml-digest';
import { XmlFields } from '../xml/xml-fields';
import { formerReceiptDigest } from './former-sms-digest';
import type { MtMessageResponse } from './mt-message-response-schema';
import { receiptRule } from './sms-digest';

/**
 * Reads an `mtMessageResponse`, the delivery receipt of a message (wire contract §2.3).
 * @throws UnrecognizedError
 */
export function readMtMessageResponse(root: XmlElement, _envelope: Envelope, policy: ReadPolicy): Callback {
  const data = readData(new XmlFields(root));
  return {
    ...identify(policy, (rule) => ({
      family: 'receipt',
      id: boundedId(data.messageId, rule),
      part: partOf(data, rule),
    })),
    contentDigest: xmlDigest(root, receiptRule),
    formerDigests: [formerReceiptDigest(root)],
    attempt: null,
    data,
    objects: [],
  };
}

/**
 * What tells the receipts of one message apart (wire contract §6). The date comes first, so that a Query returns them
 * in order of time.
 */
function partOf(data: MtMessageResponse, rule: IdentityRule): string {
  const { receiptDate, receiptDateText, type, isError, multipart } = data;
  const components = [
    { text: receiptDate ?? receiptDateText, shape: shapes.date },
    { text: type, shape: shapes.receiptType },
    { text: String(isError), shape: shapes.flag },
    { text: data.errorCodeText ?? numberText(data.errorCode), shape: shapes.code },
    { text: data.internalErrorCodeText ?? numberText(data.internalErrorCode), shape: shapes.code },
    { text: multipart && (multipart.partNumberText ?? numberText(multipart.partNumber)), shape: shapes.code },
  ];
  return identityPart(components, rule);
}

function numberText(number: number | null): string | null {
  return number === null ? null : String(number);
}

function readData(fields: XmlFields): MtMessageResponse {
  const date = readDate(fields.attribute('receiptDate'));
  const status = fields.requiredChild('status');
  const isError = readBoolean(status.requiredAttribute('isError'));
  if (isError === null) throw new UnrecognizedError('xml-invalid-field');
  const data: MtMessageResponse = {
    messageId: fields.filledAttribute('messageId'),
    submitterMessageId: fields.attribute('submitterMessageId'),
    fwdToMessageId: fields.attribute('fwdToMessageId'),
    receiptDate: date.value,
    receiptDateText: date.text,
    type: fields.requiredChild('type').filledText(),
    isError,
    description: status.child('description')?.text() ?? null,
    ...integerField('errorCode', status.child('errorCode')?.text()),
    ...integerField('internalErrorCode', status.child('internalErrorCode')?.text()),
    multipart: readMultipart(fields.child('multipart')),
  };
  return { ...data, ...fields.extra() };
}

function readMultipart(fields: XmlFields | null): MtMessageResponse['multipart'] {
  if (fields === null) return null;
  return {
    isMultipart: fields.readAttribute('isMultipart', readBoolean),
    originalMessageId: fields.attribute('originalMessageId'),
    ...integerField('noOfParts', fields.attribute('noOfParts')),
    ...integerField('partNumber', fields.attribute('partNumber')),
  };
}
