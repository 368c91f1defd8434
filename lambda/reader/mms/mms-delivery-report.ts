import type { Callback, ReadPolicy } from '../callback';
import { boundedId, identityPart, shapes } from '../identity/identity-parts';
import { type IdentityRule, identify } from '../identity/identity-rule';
import { readDate } from '../text/readable';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { formerReportDigest } from './former-mm7-digest';
import { type Mm7Body, mm7Digest } from './mm7-digest';
import { type Mm7Request, mm7Extra, readAddressIn, textOf } from './mm7-request';
import type { MmsDeliveryReport } from './mms-delivery-report-schema';

/**
 * Reads a `DeliveryReportReq`, the delivery receipt of an MMS (wire contract §3.2). Any status is passed on.
 * @throws UnrecognizedError
 */
export function readMmsDeliveryReport(request: Mm7Request, body: Mm7Body, policy: ReadPolicy): Callback {
  // A report has no media; one that does is an undocumented format.
  if (body.media.length > 0) throw new UnrecognizedError('unknown-root');
  const data = readData(request);
  return {
    ...identify(policy, (rule) => ({
      family: 'mms-receipt',
      id: boundedId(data.messageId, rule),
      part: partOf(data, rule),
    })),
    contentDigest: mm7Digest('DeliveryReportReq', request.envelope, body),
    formerDigests: [formerReportDigest(request)],
    attempt: null,
    data,
    objects: [],
  };
}

/**
 * The date comes first, so that a Query returns a message's reports in order of time. The recipient is a phone number,
 * so it is hashed.
 */
function partOf({ messageId, date, dateText, status, recipient }: MmsDeliveryReport, rule: IdentityRule): string {
  const hashed = recipient && rule.hash(JSON.stringify([messageId, recipient.type, recipient.address])).slice(0, 32);
  const components = [
    { text: date ?? dateText, shape: shapes.date },
    { text: status, shape: shapes.mmStatus },
    { text: hashed, shape: shapes.hash },
  ];
  return identityPart(components, rule);
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
