import { createLedger } from '../../../lambda/adapters/ledger';
import type { Claim, ClaimOutcome, Lease, Ledger } from '../../../lambda/consumer/ports';
import type { Identity } from '../../../lambda/core/callback';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table';
import { answer, awsError, jsonOf, scriptedAws, silence, type WireRequest } from '../../support/scripted-aws';

const days = 30;
const t0 = Date.parse('2026-05-06T07:08:09.000Z');
const leaseMs = 17_000;
const open = new AbortController().signal;

let table: LedgerTable;
let ledger: Ledger;
let serial = 0;

beforeAll(async () => {
  table = await startLedgerTable();
  ledger = createLedger({ tableName: table.name, days, client: table.client });
});
afterAll(() => table.stop());

/** A ledger whose DynamoDB is a script. */
function ledgerOver({ options }: ReturnType<typeof scriptedAws>): Ledger {
  return createLedger({ tableName: 'T', days, client: table.clientWith(options), pause: async () => {} });
}

function newIdentity(): Identity {
  serial += 1;
  return { family: 'mo', id: `message-${serial}`, part: '-' };
}

function claimOf(identity: Identity, change: Partial<Claim> = {}): Claim {
  const nowMs = change.nowMs ?? t0;
  return {
    identity,
    eventId: `event of ${identity.id}`,
    detailType: 'MO Message',
    contentDigest: 'digest',
    requestId: 'request-1',
    nowMs,
    leaseEndsMs: nowMs + leaseMs,
    ...change,
  };
}

function leaseOf(outcome: ClaimOutcome): Lease {
  if (outcome.status !== 'claimed') throw new Error(`not claimed but ${outcome.status}`);
  return outcome.lease;
}

/** A callback published at `t0`. */
async function givenPublished(identity: Identity): Promise<void> {
  const lease = leaseOf(await ledger.claim(claimOf(identity), open));
  expect(await ledger.complete([lease], t0 + 100, open)).toEqual([]);
}

describe('a claim', () => {
  it('is won for a new identity, and writes down all that a person may ask for', async () => {
    const identity = newIdentity();
    const claim = claimOf(identity);
    expect(await ledger.claim(claim, open)).toEqual({
      status: 'claimed',
      lease: { claim, firstSeenMs: t0, timesSeen: 1 },
    });
    expect(await table.item(identity)).toEqual({
      pk: { S: `mo#${identity.id}` },
      sk: { S: '-' },
      state: { S: 'claimed' },
      leaseEndsAt: { S: '2026-05-06T07:08:26.000Z' },
      leaseToken: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      firstSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      lastSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      timesSeen: { N: '1' },
      eventId: { S: claim.eventId },
      detailType: { S: 'MO Message' },
      contentDigest: { S: 'digest' },
      requestId: { S: 'request-1' },
      expiresAt: { N: String(t0 / 1000 + days * 86_400) },
    });
  });

  it('is held while the first worker may be alive, its last millisecond included', async () => {
    const identity = newIdentity();
    await ledger.claim(claimOf(identity), open);
    const held = { status: 'held', leaseEndsMs: t0 + leaseMs };
    expect(await ledger.claim(claimOf(identity, { nowMs: t0 + 1 }), open)).toEqual(held);
    expect(await ledger.claim(claimOf(identity, { nowMs: t0 + leaseMs }), open)).toEqual(held);
  });

  it('does not change an item that is held', async () => {
    const identity = newIdentity();
    await ledger.claim(claimOf(identity), open);
    const before = await table.item(identity);
    await ledger.claim(claimOf(identity, { nowMs: t0 + 1, requestId: 'request-2' }), open);
    expect(await table.item(identity)).toEqual(before);
  });

  it('is won again once the lease has lapsed, and goes on with the counters', async () => {
    const identity = newIdentity();
    await ledger.claim(claimOf(identity), open);
    const claim = claimOf(identity, { nowMs: t0 + leaseMs + 1, requestId: 'request-2' });
    expect(await ledger.claim(claim, open)).toEqual({
      status: 'claimed',
      lease: { claim, firstSeenMs: t0, timesSeen: 2 },
    });
    expect(await table.item(identity)).toMatchObject({ requestId: { S: 'request-2' }, timesSeen: { N: '2' } });
  });

  it('of two parts of one id are two', async () => {
    const identity = newIdentity();
    await ledger.claim(claimOf({ ...identity, part: '1' }), open);
    expect(await ledger.claim(claimOf({ ...identity, part: '2' }), open)).toMatchObject({ status: 'claimed' });
  });

  it('of a published callback is a duplicate, counted, and remembered from then on', async () => {
    const identity = newIdentity();
    await givenPublished(identity);
    const later = t0 + 86_400_000;
    expect(await ledger.claim(claimOf(identity, { nowMs: later, requestId: 'request-2' }), open)).toEqual({
      status: 'duplicate',
    });
    expect(await table.item(identity)).toMatchObject({
      state: { S: 'published' },
      timesSeen: { N: '2' },
      firstSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      lastSeenAt: { S: '2026-05-07T07:08:09.000Z' },
      requestId: { S: 'request-1' },
      expiresAt: { N: String(later / 1000 + days * 86_400) },
    });
  });

  it('counts every one of twenty duplicates that come at once', async () => {
    const identity = newIdentity();
    await givenPublished(identity);
    await Promise.all(Array.from({ length: 20 }, () => ledger.claim(claimOf(identity), open)));
    expect(await table.item(identity)).toMatchObject({ timesSeen: { N: '21' } });
  });

  it('counts as long as its item is there: DynamoDB deletes expired items late', async () => {
    const identity = newIdentity();
    await givenPublished(identity);
    const nowMs = t0 + (days + 1) * 86_400_000;
    expect(await ledger.claim(claimOf(identity, { nowMs }), open)).toEqual({ status: 'duplicate' });
  });

  const other = { contentDigest: 'other digest' };

  it('with other content collides with a claim under way', async () => {
    const identity = newIdentity();
    await ledger.claim(claimOf(identity), open);
    expect(await ledger.claim(claimOf(identity, other), open)).toEqual({ status: 'collision' });
  });

  it('with other content collides with a claim that has lapsed', async () => {
    const identity = newIdentity();
    await ledger.claim(claimOf(identity), open);
    const nowMs = t0 + leaseMs + 1;
    expect(await ledger.claim(claimOf(identity, { ...other, nowMs }), open)).toEqual({ status: 'collision' });
  });

  it('with other content collides with a published callback, which does not count it', async () => {
    const identity = newIdentity();
    await givenPublished(identity);
    expect(await ledger.claim(claimOf(identity, other), open)).toEqual({ status: 'collision' });
    expect(await table.item(identity)).toMatchObject({ timesSeen: { N: '1' }, contentDigest: { S: 'digest' } });
  });

  it('is won by one of twenty workers at once, whichever it is', async () => {
    for (let run = 0; run < 20; run += 1) {
      const identity = newIdentity();
      const claims = Array.from({ length: 20 }, (_, worker) => claimOf(identity, { requestId: `request-${worker}` }));
      const outcomes = await Promise.all(claims.map((claim) => ledger.claim(claim, open)));
      const statuses = outcomes.map(({ status }) => status);
      expect(statuses.filter((status) => status === 'claimed')).toHaveLength(1);
      expect(statuses.filter((status) => status === 'held')).toHaveLength(19);
    }
  });

  it('that has lapsed is taken over by one of twenty workers at once', async () => {
    for (let run = 0; run < 5; run += 1) {
      const identity = newIdentity();
      await ledger.claim(claimOf(identity), open);
      const claims = Array.from({ length: 20 }, () => claimOf(identity, { nowMs: t0 + leaseMs + 1 }));
      const outcomes = await Promise.all(claims.map((claim) => ledger.claim(claim, open)));
      expect(outcomes.filter(({ status }) => status === 'claimed')).toHaveLength(1);
      expect(outcomes.filter(({ status }) => status === 'held')).toHaveLength(19);
      expect(await table.item(identity)).toMatchObject({ timesSeen: { N: '2' } });
    }
  });

  it('that is completed while another worker is about to take it over is a duplicate for that one', async () => {
    const identity = newIdentity();
    const late = leaseOf(await ledger.claim(claimOf(identity), open));
    const client = table.clientWith({});
    const updates: string[] = [];
    client.middlewareStack.add((next, { commandName }) => async (args) => {
      if (commandName === 'UpdateItemCommand' && updates.push(commandName) === 1) {
        await ledger.complete([late], t0 + leaseMs, open);
      }
      return next(args);
    });
    const slower = createLedger({ tableName: table.name, days, client });
    expect(await slower.claim(claimOf(identity, { nowMs: t0 + leaseMs + 1 }), open)).toEqual({ status: 'duplicate' });
    expect(updates).toHaveLength(2);
  });

  it('is ours when its first answer was lost and the SDK asks again', async () => {
    const { handle } = table.client.config.requestHandler;
    let answers = 0;
    const losesTheFirst: typeof table.client.config.requestHandler.handle = async (...request) => {
      const result = await handle.apply(table.client.config.requestHandler, request);
      answers += 1;
      if (answers === 1) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return result;
    };
    const requestHandler = { handle: losesTheFirst, updateHttpClientConfig() {}, httpHandlerConfigs: () => ({}) };
    const forgetful = createLedger({
      tableName: table.name,
      days,
      client: table.clientWith({ requestHandler, maxAttempts: 2 }),
    });
    const identity = newIdentity();
    expect(await forgetful.claim(claimOf(identity), open)).toMatchObject({
      status: 'claimed',
      lease: { timesSeen: 1 },
    });
    expect(answers).toBeGreaterThanOrEqual(2);
  });
});

describe('a claim, as DynamoDB answers it', () => {
  const old = { state: { S: 'published' }, contentDigest: { S: 'digest' }, timesSeen: { N: '1' } };

  it('takes the old item from the error, without a read', async () => {
    const aws = scriptedAws(
      () => awsError('com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 400, { Item: old }),
      () => answer({}),
    );
    const scripted = ledgerOver(aws);
    expect(await scripted.claim(claimOf(newIdentity()), open)).toEqual({ status: 'duplicate' });
    expect(aws.requests.map(({ headers }) => headers['x-amz-target'])).toEqual([
      'DynamoDB_20120810.PutItem',
      'DynamoDB_20120810.UpdateItem',
    ]);
  });

  it('rejects when the item vanished between the two calls', async () => {
    const aws = scriptedAws(
      () => awsError('com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 400),
      () => answer({}),
    );
    const scripted = ledgerOver(aws);
    await expect(scripted.claim(claimOf(newIdentity()), open)).rejects.toMatchObject({ name: 'LedgerError' });
  });

  it('rejects with the error of a table that refuses', async () => {
    const aws = scriptedAws(() => awsError('AccessDeniedException', 400));
    const scripted = ledgerOver(aws);
    await expect(scripted.claim(claimOf(newIdentity()), open)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('is given up when the signal says so', async () => {
    const abort = new AbortController();
    const aws = scriptedAws((request, signal) => {
      setImmediate(() => abort.abort());
      return silence(request, signal);
    });
    const scripted = ledgerOver(aws);
    await expect(scripted.claim(claimOf(newIdentity()), abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('completion', () => {
  it('leaves the item published, without its lease', async () => {
    const identity = newIdentity();
    await givenPublished(identity);
    expect(await table.item(identity)).toEqual({
      pk: { S: `mo#${identity.id}` },
      sk: { S: '-' },
      state: { S: 'published' },
      publishedAt: { S: '2026-05-06T07:08:09.100Z' },
      firstSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      lastSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      timesSeen: { N: '1' },
      eventId: { S: `event of ${identity.id}` },
      detailType: { S: 'MO Message' },
      contentDigest: { S: 'digest' },
      requestId: { S: 'request-1' },
      expiresAt: { N: String(t0 / 1000 + days * 86_400) },
    });
  });

  it('keeps the counters of the claims before', async () => {
    const identity = newIdentity();
    await ledger.claim(claimOf(identity), open);
    const nowMs = t0 + leaseMs + 1;
    const lease = leaseOf(await ledger.claim(claimOf(identity, { nowMs }), open));
    await ledger.complete([lease], nowMs + 1, open);
    expect(await table.item(identity)).toMatchObject({
      firstSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      timesSeen: { N: '2' },
    });
  });

  it('by a worker whose lease has lapsed still says the truth: published', async () => {
    const identity = newIdentity();
    const late = leaseOf(await ledger.claim(claimOf(identity), open));
    await ledger.claim(claimOf(identity, { nowMs: t0 + leaseMs + 1 }), open);
    await ledger.complete([late], t0 + leaseMs + 2, open);
    expect(await ledger.claim(claimOf(identity, { nowMs: t0 + leaseMs + 3 }), open)).toEqual({ status: 'duplicate' });
  });

  it('of thirty takes two calls and writes all', async () => {
    const identities = Array.from({ length: 30 }, newIdentity);
    const outcomes = await Promise.all(identities.map((identity) => ledger.claim(claimOf(identity), open)));
    let calls = 0;
    table.client.middlewareStack.add(
      (next) => (args) => {
        calls += 1;
        return next(args);
      },
      { name: 'calls' },
    );
    expect(await ledger.complete(outcomes.map(leaseOf), t0, open)).toEqual([]);
    table.client.middlewareStack.remove('calls');
    expect(calls).toBe(2);
    const items = await Promise.all(identities.map((identity) => table.item(identity)));
    expect(items.every((item) => item?.state?.S === 'published')).toBe(true);
  });

  it('of nothing makes no call', async () => {
    const aws = scriptedAws();
    expect(await ledgerOver(aws).complete([], t0, open)).toEqual([]);
    expect(aws.requests).toEqual([]);
  });

  const leases = ['a', 'b', 'c'].map(
    (id): Lease => ({
      claim: claimOf({ family: 'receipt', id, part: '1' }),
      firstSeenMs: t0,
      timesSeen: 1,
    }),
  );

  /** As DynamoDB does under throttling: the last of the items it was given is left over. */
  const leavesTheLast = (request: WireRequest) => {
    const { RequestItems } = jsonOf(request) as { RequestItems: { T: unknown[] } };
    return answer({ UnprocessedItems: { T: RequestItems.T.slice(-1) } });
  };

  it('tries again what the table left unprocessed, and only that', async () => {
    const aws = scriptedAws(leavesTheLast, () => answer({ UnprocessedItems: {} }));
    expect(await ledgerOver(aws).complete(leases, t0, open)).toEqual([]);
    expect(jsonOf(aws.requests[1])).toMatchObject({
      RequestItems: { T: [{ PutRequest: { Item: { pk: { S: 'receipt#c' }, sk: { S: '1' } } } }] },
    });
  });

  it('returns what the table leaves unprocessed to the end', async () => {
    const aws = scriptedAws(leavesTheLast, leavesTheLast, leavesTheLast, leavesTheLast);
    const left = await ledgerOver(aws).complete(leases, t0, open);
    expect(left).toEqual([leases[2]]);
  });

  it('returns everything when the table refuses', async () => {
    const aws = scriptedAws(() => awsError('InternalServerError', 500));
    const left = await ledgerOver(aws).complete(leases, t0, open);
    expect(left).toEqual(leases);
  });

  it('returns what is unwritten when the time is up', async () => {
    const abort = new AbortController();
    const aws = scriptedAws((request) => {
      abort.abort();
      return leavesTheLast(request);
    });
    const left = await ledgerOver(aws).complete(leases, t0, abort.signal);
    expect(left).toEqual([leases[2]]);
  });
});
