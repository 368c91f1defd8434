import { randomUUID } from 'node:crypto';
import { createLedger } from '../../lambda/consumer/aws/ledger';
import type { Claim } from '../../lambda/consumer/ports';
import { collisionId } from '../../lambda/reader/identity/collision-id';
import { eventId, identityText } from '../../lambda/reader/identity/identity';
import { readCallback } from '../../lambda/reader/read-callback';
import { unrecognized } from '../../lambda/reader/unrecognized/unrecognized-callback';
import { XmlFields } from '../../lambda/reader/xml/xml-fields';
import type { Envelope } from '../../lambda/shared/envelope';
import { envelopeOf } from '../../packages/proof/src/support/envelope';
import unknownFields from '../lambda/reader/unknown-fields-of-before.json';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table';
import { soap } from '../support/mm7';
import { policy } from '../support/read-event';

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.stop());

const open = new AbortController().signal;
const ledger = () => createLedger({ tableName: table.name, days: 30, client: table.client });

/** An MMS, and what the digest before it had a version did not see. */
const mms = (transaction: string, second = '') =>
  envelopeOf({
    path: '/mms/mo',
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: soap(
      `<DeliverReq><Subject>one</Subject></DeliverReq>${second}`,
      `<TransactionID>${transaction}</TransactionID>`,
    ),
  });
const another = '<DeliverReq><Subject>two</Subject></DeliverReq>';

async function claimOf(envelope: Envelope): Promise<Claim> {
  const callback = await readCallback(envelope, policy);
  const { identity, contentDigest, formerDigests = [] } = callback;
  const receivedAtMs = Date.parse(envelope.receivedAt);
  const times = { receivedAtMs, nowMs: receivedAtMs, leaseEndsMs: receivedAtMs + 17_000 };
  const ids = { identity, contentDigest, formerDigests, eventId: eventId(identity), requestId: envelope.requestId };
  return { ...ids, detailType: 'MMS Message', ...times };
}

function raise(message: string): never {
  throw new Error(message);
}

/** As a version published it whose digest was this one. */
async function publish(claim: Claim, contentDigest = claim.contentDigest): Promise<void> {
  const outcome = await ledger().claim({ ...claim, contentDigest, formerDigests: [] }, open);
  if (outcome.status !== 'claimed') throw new Error(outcome.status);
  expect(await ledger().complete([outcome.lease], claim.nowMs, open)).toEqual([]);
}

describe('an MMS with the identity of one that was published', () => {
  it.each([0, 1])('before digests had a version is that one, resent (former digest %d)', async (which) => {
    const claim = await claimOf(mms(randomUUID()));
    await publish(claim, claim.formerDigests[which]);
    expect(await ledger().claim(claim, open)).toEqual({ status: 'duplicate' });
    expect(await ledger().claim(claim, open)).toEqual({ status: 'duplicate' });
  });

  it('by this version, with the former digest alone, is not a duplicate', async () => {
    const transaction = randomUUID();
    const [first, other] = [await claimOf(mms(transaction)), await claimOf(mms(transaction, another))];
    expect(other.identity).toEqual(first.identity);
    expect(other.formerDigests).toEqual(first.formerDigests);
    await publish(first);
    expect(await ledger().claim(other, open)).toMatchObject({ status: 'collision' });
  });

  it('before, and resent since, is compared by everything that the resent one says', async () => {
    const transaction = randomUUID();
    const [first, other] = [await claimOf(mms(transaction)), await claimOf(mms(transaction, another))];
    await publish(first, first.formerDigests[0]);
    expect(await ledger().claim(first, open)).toEqual({ status: 'duplicate' });
    expect(await ledger().claim(other, open)).toMatchObject({ status: 'collision' });
    expect(await ledger().claim(first, open)).toEqual({ status: 'duplicate' });
  });
});

it('an MO that 0.1.0 published is a repeat under its id to a version whose reader takes a field out of extra', async () => {
  const { requiredChild } = XmlFields.prototype;
  const later = jest.spyOn(XmlFields.prototype, 'requiredChild').mockImplementation(function (this: XmlFields, name) {
    this.attribute('campaign');
    return requiredChild.call(this, name);
  });
  const [{ path, body, identity, contentDigest } = raise('no record')] = unknownFields;
  const claim = await claimOf(envelopeOf({ path, proof: 'basic:current', body }));
  later.mockRestore();
  expect(identityText(claim.identity)).toBe(identity);
  await publish(claim, contentDigest);
  expect(await ledger().claim(claim, open)).toEqual({ status: 'duplicate' });
});

describe('what no reader understands, kept before its digest covered how it came', () => {
  const garbage = (id: string, more: Partial<Envelope> = {}) => ({
    ...envelopeOf({ path: '/platform', body: `garbage ${id}` }),
    ...more,
  });

  it('is that one, resent', async () => {
    const claim = await claimOf(garbage(randomUUID()));
    await publish(claim, claim.identity.id);
    expect(await ledger().claim(claim, open)).toEqual({ status: 'duplicate' });
  });

  it('is compared by how it came, once it was resent', async () => {
    const id = randomUUID();
    const first = await claimOf(garbage(id));
    const other = await claimOf(garbage(id, { proof: 'certificate' }));
    await publish(first, first.identity.id);
    expect(await ledger().claim(first, open)).toEqual({ status: 'duplicate' });
    expect(await ledger().claim(other, open)).toMatchObject({ status: 'collision' });
  });

  it('is taken over, under its id, where its consumer died', async () => {
    const claim = await claimOf(garbage(randomUUID()));
    await ledger().claim({ ...claim, contentDigest: claim.identity.id, formerDigests: [] }, open);
    expect(await ledger().claim({ ...claim, nowMs: claim.leaseEndsMs + 1 }, open)).toMatchObject({ status: 'claimed' });
  });
});

it('what was kept as a collision before digests had a version is known, under its id', async () => {
  const callback = await readCallback(mms(randomUUID()), policy);
  const { identity, formerDigests = [] } = callback;
  for (const contentDigest of formerDigests) {
    const before = collisionId({ identity, contentDigest });
    const now = unrecognized(mms('any'), 'identity-collision', policy, collisionId(callback));
    expect(now.formerIdentities).toContainEqual({ family: 'unrecognized', id: before.id, part: '-' });
    expect(now.formerDigests).toContain(before.id);
  }
});
