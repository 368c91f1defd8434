import type { Callback } from '../../../../lambda/reader/callback';
import { toEvent } from '../../../../lambda/reader/event';
import { ledgerKey } from '../../../../lambda/reader/identity/identity';
import { maxXmlNodes } from '../../../../lambda/reader/xml/xml';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { checkDetail } from './check-detail';

/** What the ledger (DynamoDB), the bus with SNS as its target, and the bucket take. */
const limits = { pkBytes: 2048, skBytes: 1024, detailBytes: 256 * 1024, keyBytes: 1024 };

/**
 * Checks what must hold for any input: the event matches its schema, every service accepts it, and nothing is lost.
 * @throws Error that says which rule is broken
 */
export function checkCallback(callback: Callback, envelope: Envelope): void {
  const { pk, sk } = ledgerKey(callback.identity);
  const { detail, detailType } = toEvent(callback, envelope);
  const failed = Object.entries({
    'the partition key fits': Buffer.byteLength(pk) <= limits.pkBytes,
    'the sort key fits and is not empty': sk !== '' && Buffer.byteLength(sk) <= limits.skBytes,
    'the event fits': Buffer.byteLength(detail) <= limits.detailBytes,
    'object keys fit': callback.objects.every(({ key }) => Buffer.byteLength(key) <= limits.keyBytes),
    'objects do not grow': callback.objects.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) <= bound(envelope),
    'no reader has failed': callback.data.reason !== 'reader-failed',
    'the bytes of what is unrecognized are kept':
      detailType !== 'Unrecognized Callback' || keepsBody(callback, envelope),
  }).filter(([, holds]) => !holds);
  if (failed.length > 0) throw new Error(`it does not hold that ${failed.map(([rule]) => rule).join(', nor that ')}`);
  checkDetail(detailType, JSON.parse(detail));
}

/** Escapes make a text six times as long at most (`\u0000`), an element's JSON has some 50 letters of its own; the rest is headers. */
function bound({ body }: Envelope): number {
  return 6 * body.byteLength + 64 * Math.min(body.byteLength / 4, maxXmlNodes) + 16_384;
}

function keepsBody(callback: Callback, envelope: Envelope): boolean {
  const [stored] = callback.objects;
  return stored !== undefined && stored.key === callback.data.key && Buffer.compare(stored.bytes, envelope.body) === 0;
}
