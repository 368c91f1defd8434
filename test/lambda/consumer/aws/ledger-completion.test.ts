import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createLedger } from '../../../../lambda/consumer/aws/ledger';
import type { Lease } from '../../../../lambda/consumer/ports';
import { answer, awsError, jsonOf, scriptedAws, type WireRequest } from '../../../support/scripted-aws';
import { claimOf, days, type GivenLedger, givenLedger, leaseMs, leaseOf, newIdentity, open, t0 } from './given-ledger';

let given: GivenLedger;
beforeAll(async () => {
  given = await givenLedger();
});
afterAll(() => given.table.stop());

describe('completion', () => {
  it('leaves the item published, without its lease', async () => {
    const identity = newIdentity();
    await given.published(identity);
    expect(await given.table.item(identity)).toEqual({
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
    await given.ledger.claim(claimOf(identity), open);
    const nowMs = t0 + leaseMs + 1;
    const lease = leaseOf(await given.ledger.claim(claimOf(identity, { nowMs }), open));
    await given.ledger.complete([lease], nowMs + 1, open);
    expect(await given.table.item(identity)).toMatchObject({
      firstSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      timesSeen: { N: '2' },
    });
  });

  it('by a worker whose lease has lapsed still says the truth: published', async () => {
    const identity = newIdentity();
    const late = leaseOf(await given.ledger.claim(claimOf(identity), open));
    await given.ledger.claim(claimOf(identity, { nowMs: t0 + leaseMs + 1 }), open);
    await given.ledger.complete([late], t0 + leaseMs + 2, open);
    expect(await given.ledger.claim(claimOf(identity, { nowMs: t0 + leaseMs + 3 }), open)).toEqual({
      status: 'duplicate',
    });
  });

  it('of thirty takes two calls and writes all', async () => {
    const identities = Array.from({ length: 30 }, newIdentity);
    const outcomes = await Promise.all(identities.map((identity) => given.ledger.claim(claimOf(identity), open)));
    let calls = 0;
    given.table.client.middlewareStack.add(
      (next) => (args) => {
        calls += 1;
        return next(args);
      },
      { name: 'calls' },
    );
    expect(await given.ledger.complete(outcomes.map(leaseOf), t0, open)).toEqual([]);
    given.table.client.middlewareStack.remove('calls');
    expect(calls).toBe(2);
    const items = await Promise.all(identities.map((identity) => given.table.item(identity)));
    expect(items.every((item) => item?.state?.S === 'published')).toBe(true);
  });

  it('of nothing makes no call', async () => {
    const aws = scriptedAws();
    expect(await given.over(aws).complete([], t0, open)).toEqual([]);
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
    expect(await given.over(aws).complete(leases, t0, open)).toEqual([]);
    expect(jsonOf(aws.requests[1])).toMatchObject({
      RequestItems: { T: [{ PutRequest: { Item: { pk: { S: 'receipt#c' }, sk: { S: '1' } } } }] },
    });
  });

  it('returns what the table leaves unprocessed to the end', async () => {
    const aws = scriptedAws(leavesTheLast, leavesTheLast, leavesTheLast, leavesTheLast);
    const left = await given.over(aws).complete(leases, t0, open);
    expect(left).toEqual([leases[2]]);
  });

  it('waits before each further try, and longer each time', async () => {
    const pauses: number[] = [];
    const aws = scriptedAws(leavesTheLast, leavesTheLast, leavesTheLast, leavesTheLast);
    await given.over(aws, async (ms) => void pauses.push(ms)).complete(leases, t0, open);
    expect(pauses).toEqual([100, 200, 400]);
  });

  it('returns everything when the table refuses', async () => {
    const aws = scriptedAws(() => awsError('InternalServerError', 500));
    const left = await given.over(aws).complete(leases, t0, open);
    expect(left).toEqual(leases);
  });

  it('returns what is unwritten when the time is up', async () => {
    const abort = new AbortController();
    const aws = scriptedAws((request) => {
      abort.abort();
      return leavesTheLast(request);
    });
    const left = await given.over(aws).complete(leases, t0, abort.signal);
    expect(left).toEqual([leases[2]]);
  });
});

describe('an overflow object', () => {
  const keyOf = (n: number) => `overflow/2026-05-06/${n}.json`;

  it('is noted under its key until the ledger forgets', async () => {
    expect(await given.ledger.noteConsumed([keyOf(1)], t0, open)).toEqual([]);
    const Key = { pk: { S: `overflow#${keyOf(1)}` }, sk: { S: '-' } };
    const { Item } = await given.table.client.send(new GetItemCommand({ TableName: given.table.name, Key }));
    expect(Item).toEqual({
      ...Key,
      state: { S: 'consumed' },
      lastSeenAt: { S: '2026-05-06T07:08:09.000Z' },
      expiresAt: { N: String(t0 / 1000 + days * 86_400) },
    });
  });

  it('is named where no answer says that it was noted', async () => {
    const aws = scriptedAws(() => awsError('com.amazonaws.dynamodb.v20120810#AccessDeniedException', 400));
    const ledger = createLedger({ tableName: 'Ledger', days, client: new DynamoDBClient(aws.options) });
    expect(await ledger.noteConsumed([keyOf(1), keyOf(2)], t0, open)).toEqual([keyOf(1), keyOf(2)]);
  });
});
