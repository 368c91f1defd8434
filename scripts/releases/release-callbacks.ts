import { claimCommand, type LedgerItem, publishedRequest } from '../../lambda/consumer/aws/ledger-commands';
import type { Claim } from '../../lambda/consumer/ports';
import { type DetailType, detailTypes } from '../../lambda/reader/families';
import { eventId } from '../../lambda/reader/identity/identity';
import { readCallback } from '../../lambda/reader/read-callback';
import { encodeEnvelope } from '../../lambda/shared/envelope';
import { exampleEnvelope } from '../docs/examples';

/** What a release leaves behind of one callback: a later one has to go on with it. */
export interface ReleaseCallback {
  readonly detailType: DetailType;
  /** As stored in the queue or the bucket. */
  readonly envelope: string;
  /** Its item in the ledger while a consumer has it. */
  readonly claimed: LedgerItem;
  /** The same once it is published. */
  readonly published: LedgerItem;
}

const table = { name: 'ledger', rememberMs: 30 * 86_400_000 };
/** The key for reading a release; no stack has it. */
export const releasePolicy = { bucket: 'bucket', requireRbmSignature: true, identityKey: 'a key' };

/** One callback of each family. */
export function releaseCallbacks(): Promise<readonly ReleaseCallback[]> {
  return Promise.all(detailTypes.map(callbackOf));
}

async function callbackOf(detailType: DetailType): Promise<ReleaseCallback> {
  const envelope = exampleEnvelope(detailType);
  const { identity, contentDigest } = await readCallback(envelope, releasePolicy);
  const nowMs = Date.parse(envelope.receivedAt) + 1_000;
  const { requestId } = envelope;
  const ids = { identity, eventId: eventId(identity), detailType, contentDigest, formerDigests: [], requestId };
  const receivedAtMs = Date.parse(envelope.receivedAt);
  const claim: Claim = { ...ids, receivedAtMs, nowMs, leaseEndsMs: nowMs + 17_000 };
  const lease = { claim, firstSeenMs: receivedAtMs, timesSeen: 1 };
  const published = publishedRequest(table, lease, nowMs + 100).PutRequest?.Item;
  return {
    detailType,
    envelope: encodeEnvelope(envelope),
    claimed: claimCommand(table, claim, 'a lease of this release').input.Item ?? {},
    published: published ?? {},
  };
}
