import fc from 'fast-check';
import type { Envelope } from '../../lambda/shared/envelope';
import { envelopeOf } from '../../test/support/envelope';
import { type DateText, readableDates } from './date-texts';
import { expectedHash, expectedId, expectedPart } from './expected-identity';
import type { GeneratedCallback } from './generated-callback';
import {
  type Address,
  addressElement,
  addresses,
  type Dialect,
  dialects,
  element,
  soapDocument,
  textElement,
} from './mm7-soap';
import { tokens } from './xml-texts';

interface Report {
  readonly messageId: string;
  readonly recipient: Address;
  readonly sender: Address | null;
  readonly status: string;
  readonly statusText: string | null;
  readonly date: DateText;
}

const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const reports: fc.Arbitrary<Report> = fc.record({
  messageId: tokens,
  recipient: addresses,
  sender: option(addresses),
  status: fc.oneof(
    fc.constantFrom('Retrieved', 'Rejected', 'Indeterminate', 'Expired', 'Forwarded'),
    // One that Vibes may add.
    tokens,
  ),
  statusText: option(tokens),
  date: readableDates,
});

/** What a retry may have anew: the dialect, and the transaction of the request itself. */
const writings = fc.record({ dialect: dialects, transactionId: option(tokens) });

/** `DeliveryReportReq`, the receipt of an MMS (wire contract §3.2). */
export const mmsDeliveryReports: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(reports, writings, writings)
  .map(([report, first, again]) => ({
    envelope: envelopeFrom(report, first.dialect, first.transactionId),
    retry: envelopeFrom(report, again.dialect, again.transactionId),
    detailType: 'MMS Delivery Report',
    identity: { family: 'mms-receipt', id: expectedId(report.messageId), part: partOf(report) },
    data: dataOf(report, first.dialect, first.transactionId),
  }));

function envelopeFrom(report: Report, dialect: Dialect, transactionId: string | null): Envelope {
  const content = [
    textElement(dialect, 'MM7Version', dialect.version),
    textElement(dialect, 'MessageID', report.messageId),
    element(dialect, 'Recipient', addressElement(dialect, report.recipient)),
    report.sender === null ? '' : element(dialect, 'Sender', addressElement(dialect, report.sender)),
    textElement(dialect, 'Date', report.date.text),
    textElement(dialect, 'MMStatus', report.status),
    textElement(dialect, 'StatusText', report.statusText),
  ];
  return envelopeOf({
    path: '/mms/receipt',
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: soapDocument(dialect, transactionId, 'DeliveryReportReq', content.join('')),
  });
}

function partOf({ messageId, date, status, recipient }: Report): string {
  const content = JSON.stringify([messageId, recipient.type, recipient.address]);
  return expectedPart([
    [date.iso, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/],
    [status, /^(Retrieved|Rejected|Indeterminate|Expired|Forwarded)$/],
    [expectedHash(content).slice(0, 32), /^[0-9a-f]{32}$/],
  ]);
}

function dataOf(report: Report, dialect: Dialect, transactionId: string | null): Record<string, unknown> {
  const { date, ...fields } = report;
  return { transactionId, ...fields, date: date.iso, dateText: date.text, mm7Version: dialect.version };
}
