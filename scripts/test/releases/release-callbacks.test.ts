import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createLedger } from '../../../lambda/consumer/aws/ledger';
import { detailTypes } from '../../../lambda/reader/families';
import { eventId } from '../../../lambda/reader/identity/identity';
import { withIdentity } from '../../../lambda/reader/identity/identity-rule';
import { readCallback } from '../../../lambda/reader/read-callback';
import { decodeEnvelope } from '../../../lambda/shared/envelope';
import { type LedgerTable, startLedgerTable } from '../../../test/support/ledger-table';
import { type ReleaseCallback, releaseCallbacks, releasePolicy } from '../../releases/release-callbacks';

const folder = join(__dirname, '..', '..', '..', 'docs', 'releases');
const kept = readdirSync(folder).flatMap((release) => {
  const callbacks: ReleaseCallback[] = JSON.parse(readFileSync(join(folder, release, 'callbacks.json'), 'utf8'));
  return callbacks.map((callback) => [release, callback.detailType, callback] as const);
});

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.stop());

/** The callback as this version reads it, and what its ledger makes of an item that an earlier one left. */
async function claimOver({ envelope: text }: ReleaseCallback, item: ReleaseCallback['published']) {
  const envelope = decodeEnvelope(text);
  const read = await readCallback(envelope, releasePolicy);
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: item }));
  const nowMs = Date.parse(envelope.receivedAt) + 3_600_000;
  const ledger = createLedger({ tableName: table.name, days: 30, client: table.client });
  const { signal } = new AbortController();
  const [former] = read.formerIdentities ?? [];
  const isKnown = former !== undefined && (await ledger.knows(former, signal));
  const { identity, contentDigest, formerDigests = [] } = isKnown ? withIdentity(read, former) : read;
  const ids = { identity, contentDigest, formerDigests, eventId: eventId(identity), requestId: 'later' };
  const claim = { ...ids, detailType: 'MO Message', receivedAtMs: nowMs, nowMs, leaseEndsMs: nowMs + 17_000 } as const;
  const { status } = await ledger.claim(claim, signal);
  return { status, id: claim.eventId };
}

describe.each(kept)('what %s left behind of an %s', (_release, _type, callback) => {
  test('is the same event, and a repeat where it was published', async () => {
    const id = callback.published.eventId?.S;
    expect(await claimOver(callback, callback.published)).toEqual({ status: 'duplicate', id });
  });

  test('is taken over where its worker died', async () => {
    const id = callback.claimed.eventId?.S;
    expect(await claimOver(callback, callback.claimed)).toEqual({ status: 'claimed', id });
  });
});

test('the next release keeps one callback of each family', async () => {
  const callbacks = await releaseCallbacks();
  expect(callbacks.map(({ detailType }) => detailType)).toEqual(detailTypes);
  for (const { claimed, published } of callbacks) {
    expect([claimed.state, published.state]).toEqual([{ S: 'claimed' }, { S: 'published' }]);
    expect(published.pk).toEqual(claimed.pk);
  }
});
