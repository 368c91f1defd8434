import fc from 'fast-check';
import { mmsDeliveryReport } from '../vibes/mms-delivery-report';
import { expectedHash, expectedId, expectedPart } from './expected-identity';
import { type GeneratedCallback, received } from './generated-callback';
import { addresses } from './mms-message';
import { mm7Styles } from './styles';
import { readableDates, tokens } from './texts';

const reports = fc.record({
  messageId: tokens,
  recipient: addresses,
  sender: fc.option(addresses),
  status: fc.oneof(
    fc.constantFrom('Retrieved', 'Rejected', 'Indeterminate', 'Expired', 'Forwarded'),
    // One that Vibes may add.
    tokens,
  ),
  statusText: fc.option(tokens),
  date: readableDates,
});
type Report = typeof reports extends fc.Arbitrary<infer T> ? T : never;

/** The request's transaction, which may differ in a retry. */
const transactions = fc.option(tokens);

export const mmsDeliveryReports: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(reports, transactions, mm7Styles, transactions, mm7Styles)
  .map(([{ date, ...report }, transactionId, style, retryTransactionId, retryStyle]) => {
    const sent = { ...report, date: date.text };
    return {
      envelope: received(mmsDeliveryReport, { ...sent, transactionId }, style),
      retry: received(mmsDeliveryReport, { ...sent, transactionId: retryTransactionId }, retryStyle),
      detailType: 'MMS Delivery Report',
      identity: { family: 'mms-receipt', id: expectedId(report.messageId), part: partOf({ date, ...report }) },
      data: { transactionId, ...report, date: date.iso, dateText: date.text, mm7Version: style.version },
    };
  });

function partOf({ messageId, date, status, recipient }: Report): string {
  const content = JSON.stringify([messageId, recipient.type, recipient.address]);
  return expectedPart([
    [date.iso, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/],
    [status, /^(Retrieved|Rejected|Indeterminate|Expired|Forwarded)$/],
    [expectedHash(content).slice(0, 32), /^[0-9a-f]{32}$/],
  ]);
}
