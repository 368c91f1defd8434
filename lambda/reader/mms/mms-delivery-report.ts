import { sha256Hex } from '../../shared/sha-256';
import type { Callback } from '../callback';
import { contentDigest } from '../identity/content-digest';
import { boundedId, identityPart } from '../identity/identity-parts';
import type { MimePart } from '../mime/mime';
import { readDate } from '../text/readable';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { comparableAddress, comparableExtra, type Mm7Request, mm7Extra, readAddressIn, textOf } from './mm7-request';
import type { MmsDeliveryReport } from './mms-delivery-report-schema';

/**
 * Reads a `DeliveryReportReq`, the delivery receipt of an MMS (wire contract §3.2). Any status is passed on.
 * @throws UnrecognizedError
 */
export function readMmsDeliveryReport(request: Mm7Request, media: readonly MimePart[]): Callback {
  // A report has no media: with some it is something that nobody has described.
  if (media.length > 0) throw new UnrecognizedError('unknown-root');
  const data = readData(request);
  // A retry may have another transaction id, and the other dialect's version.
  const { transactionId, mm7Version, dateText, extra, ...content } = data;
  return {
    identity: { family: 'mms-receipt', id: boundedId(data.messageId), part: partOf(data) },
    contentDigest: contentDigest({
      ...content,
      recipient: data.recipient && comparableAddress(data.recipient),
      sender: data.sender && comparableAddress(data.sender),
      date: data.date ?? dateText,
      extra: comparableExtra(request),
    }),
    attempt: null,
    data,
    objects: [],
  };
}

/** The date first: a Query gives the reports of a message in its order. The recipient is a phone number: hashed. */
function partOf({ messageId, date, dateText, status, recipient }: MmsDeliveryReport): string {
  const hashed = recipient && sha256Hex(JSON.stringify([messageId, recipient.type, recipient.address])).slice(0, 32);
  return identityPart([date ?? dateText, status, hashed]);
}

function readData(request: Mm7Request): MmsDeliveryReport {
  const { fields, transactionId } = request;
  const messageId = textOf(fields, 'MessageID');
  const status = textOf(fields, 'MMStatus');
  if (messageId === null || status === null) throw new UnrecognizedError('xml-missing-field');
  const date = readDate(textOf(fields, 'Date'));
  const data: MmsDeliveryReport = {
    transactionId,
    messageId,
    recipient: readAddressIn(request, 'Recipient'),
    sender: readAddressIn(request, 'Sender'),
    status,
    statusText: textOf(fields, 'StatusText'),
    date: date.value,
    dateText: date.text,
    mm7Version: textOf(fields, 'MM7Version'),
  };
  return { ...data, ...mm7Extra(request) };
}
