import { createLedger } from '../../../../lambda/consumer/aws/ledger';
import type { Identity } from '../../../../lambda/reader/callback';
import { claimOf, days, type GivenLedger, givenLedger, leaseMs, leaseOf, newIdentity, open, t0 } from './given-ledger';

// Several hundred calls of a real engine, on a machine that may be busy.

let given: GivenLedger;
beforeAll(async () => {
  given = await givenLedger();
});
afterAll(() => given.table.stop());

describe('a claim', () => {
  it('is won for a new identity, and writes down all that a person may ask for', async () => {
    const identity = newIdentity();
    const claim = claimOf(identity);
    expect(await given.ledger.claim(claim, open)).toEqual({
      status: 'claimed',
      lease: { claim, firstSeenMs: t0, timesSeen: 1 },
    });
    expect(await given.table.item(identity)).toEqual({
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

  it('of a callback that came long ago, a redriven one, has been seen first when it came', async () => {
    const identity = newIdentity();
    const claim = claimOf(identity, { receivedAtMs: t0 - 86_400_000 });
    const { firstSeenMs } = leaseOf(await given.ledger.claim(claim, open));
    expect(firstSeenMs).toBe(t0 - 86_400_000);
    expect(await given.table.item(identity)).toMatchObject({
      firstSeenAt: { S: '2026-05-05T07:08:09.000Z' },
      lastSeenAt: { S: '2026-05-06T07:08:09.000Z' },
    });
  });

  it('is held while the first worker may be alive, its last millisecond included', async () => {
    const identity = newIdentity();
    await given.ledger.claim(claimOf(identity), open);
    const held = { status: 'held', leaseEndsMs: t0 + leaseMs };
    expect(await given.ledger.claim(claimOf(identity, { nowMs: t0 + 1 }), open)).toEqual(held);
    expect(await given.ledger.claim(claimOf(identity, { nowMs: t0 + leaseMs }), open)).toEqual(held);
  });

  it('does not change an item that is held', async () => {
    const identity = newIdentity();
    await given.ledger.claim(claimOf(identity), open);
    const before = await given.table.item(identity);
    await given.ledger.claim(claimOf(identity, { nowMs: t0 + 1, requestId: 'request-2' }), open);
    expect(await given.table.item(identity)).toEqual(before);
  });

  it('is won again once the lease has lapsed, and goes on with the counters', async () => {
    const identity = newIdentity();
    await given.ledger.claim(claimOf(identity), open);
    const claim = claimOf(identity, { nowMs: t0 + leaseMs + 1, requestId: 'request-2' });
    expect(await given.ledger.claim(claim, open)).toEqual({
      status: 'claimed',
      lease: { claim, firstSeenMs: t0, timesSeen: 2 },
    });
    expect(await given.table.item(identity)).toMatchObject({ requestId: { S: 'request-2' }, timesSeen: { N: '2' } });
  });

  it('of two parts of one id are two', async () => {
    const identity = newIdentity();
    await given.ledger.claim(claimOf({ ...identity, part: '1' }), open);
    expect(await given.ledger.claim(claimOf({ ...identity, part: '2' }), open)).toMatchObject({ status: 'claimed' });
  });

  it('of a published callback is a duplicate, counted, and remembered from then on', async () => {
    const identity = newIdentity();
    await given.published(identity);
    const later = t0 + 86_400_000;
    expect(await given.ledger.claim(claimOf(identity, { nowMs: later, requestId: 'request-2' }), open)).toEqual({
      status: 'duplicate',
    });
    expect(await given.table.item(identity)).toMatchObject({
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
    await given.published(identity);
    await Promise.all(Array.from({ length: 20 }, () => given.ledger.claim(claimOf(identity), open)));
    expect(await given.table.item(identity)).toMatchObject({ timesSeen: { N: '21' } });
  });

  it('counts as long as its item is there: DynamoDB deletes expired items late', async () => {
    const identity = newIdentity();
    await given.published(identity);
    const nowMs = t0 + (days + 1) * 86_400_000;
    expect(await given.ledger.claim(claimOf(identity, { nowMs }), open)).toEqual({ status: 'duplicate' });
  });

  const other = { contentDigest: 'other digest', eventId: 'event of other', requestId: 'request-2' };
  const collisionWith = ({ id }: Identity) => ({
    status: 'collision',
    with: { eventId: `event of ${id}`, requestId: 'request-1' },
  });

  it('with other content collides with a claim under way', async () => {
    const identity = newIdentity();
    await given.ledger.claim(claimOf(identity), open);
    expect(await given.ledger.claim(claimOf(identity, other), open)).toEqual(collisionWith(identity));
  });

  it('with other content collides with a claim that has lapsed', async () => {
    const identity = newIdentity();
    await given.ledger.claim(claimOf(identity), open);
    const nowMs = t0 + leaseMs + 1;
    expect(await given.ledger.claim(claimOf(identity, { ...other, nowMs }), open)).toEqual(collisionWith(identity));
  });

  it('with other content collides with a published callback, which does not count it', async () => {
    const identity = newIdentity();
    await given.published(identity);
    expect(await given.ledger.claim(claimOf(identity, other), open)).toEqual(collisionWith(identity));
    expect(await given.table.item(identity)).toMatchObject({ timesSeen: { N: '1' }, contentDigest: { S: 'digest' } });
  });

  it('of an item that version 0.1.0 wrote is compared by its digest', async () => {
    const identity = newIdentity();
    await given.ledger.claim(claimOf(identity, { contentDigest: 'without a key' }), open);
    const claim = claimOf(identity, {
      contentDigest: 'sealed',
      formerDigests: ['of the version between', 'without a key'],
      nowMs: t0 + leaseMs + 1,
    });
    expect(await given.ledger.claim(claim, open)).toMatchObject({ status: 'claimed', lease: { timesSeen: 2 } });
    const other = { ...claim, formerDigests: ['of other content'] };
    expect(await given.ledger.claim(other, open)).toMatchObject({ status: 'collision' });
  });

  it('tells which identities the ledger knows', async () => {
    const identity = newIdentity();
    expect(await given.ledger.knows(identity, open)).toBe(false);
    await given.ledger.claim(claimOf(identity), open);
    expect(await given.ledger.knows(identity, open)).toBe(true);
  });

  it('is won by one of twenty workers at once, whichever it is', async () => {
    for (let run = 0; run < 20; run += 1) {
      const identity = newIdentity();
      const claims = Array.from({ length: 20 }, (_, worker) => claimOf(identity, { requestId: `request-${worker}` }));
      const outcomes = await Promise.all(claims.map((claim) => given.ledger.claim(claim, open)));
      const statuses = outcomes.map(({ status }) => status);
      expect(statuses.filter((status) => status === 'claimed')).toHaveLength(1);
      expect(statuses.filter((status) => status === 'held')).toHaveLength(19);
    }
  });

  it('that has lapsed is taken over by one of twenty workers at once', async () => {
    for (let run = 0; run < 5; run += 1) {
      const identity = newIdentity();
      await given.ledger.claim(claimOf(identity), open);
      const claims = Array.from({ length: 20 }, () => claimOf(identity, { nowMs: t0 + leaseMs + 1 }));
      const outcomes = await Promise.all(claims.map((claim) => given.ledger.claim(claim, open)));
      expect(outcomes.filter(({ status }) => status === 'claimed')).toHaveLength(1);
      expect(outcomes.filter(({ status }) => status === 'held')).toHaveLength(19);
      expect(await given.table.item(identity)).toMatchObject({ timesSeen: { N: '2' } });
    }
  });

  it('that is completed while another worker is about to take it over is a duplicate for that one', async () => {
    const identity = newIdentity();
    const late = leaseOf(await given.ledger.claim(claimOf(identity), open));
    const client = given.table.clientWith({});
    const updates: string[] = [];
    client.middlewareStack.add((next, { commandName }) => async (args) => {
      if (commandName === 'UpdateItemCommand' && updates.push(commandName) === 1) {
        await given.ledger.complete([late], t0 + leaseMs, open);
      }
      return next(args);
    });
    const slower = createLedger({ tableName: given.table.name, days, client });
    expect(await slower.claim(claimOf(identity, { nowMs: t0 + leaseMs + 1 }), open)).toEqual({ status: 'duplicate' });
    expect(updates).toHaveLength(2);
  });

  it('is ours when its first answer was lost and the SDK asks again', async () => {
    const { handle } = given.table.client.config.requestHandler;
    let answers = 0;
    const losesTheFirst: typeof given.table.client.config.requestHandler.handle = async (...request) => {
      const result = await handle.apply(given.table.client.config.requestHandler, request);
      answers += 1;
      if (answers === 1) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return result;
    };
    const requestHandler = { handle: losesTheFirst, updateHttpClientConfig() {}, httpHandlerConfigs: () => ({}) };
    const forgetful = createLedger({
      tableName: given.table.name,
      days,
      client: given.table.clientWith({ requestHandler, maxAttempts: 2 }),
    });
    const identity = newIdentity();
    expect(await forgetful.claim(claimOf(identity), open)).toMatchObject({
      status: 'claimed',
      lease: { timesSeen: 1 },
    });
    expect(answers).toBeGreaterThanOrEqual(2);
  });
});
