import { findInLedger, queryLedger } from '../../src/reads/ledger';
import { givenOps } from '../support/ops-context';

const item = (state: string) => ({
  sk: { S: 'Carrier' },
  state: { S: state },
  leaseEndsAt: { S: '2026-05-06T07:08:09.000Z' },
  firstSeenAt: { S: 'f' },
  lastSeenAt: { S: 'l' },
  timesSeen: { N: '2' },
  eventId: { S: 'e' },
  requestId: { S: 'r' },
  contentDigest: { S: 'd' },
});

test('every page of a key is read, consistently', async () => {
  const start = { pk: { S: 'receipt#7' }, sk: { S: 'x' } };
  const answers = {
    Query: [{ Items: [item('published')], LastEvaluatedKey: start }, { Items: [item('claimed')] }],
  };
  const { context, named } = givenOps({ answers });
  expect(await queryLedger(context, 'table', 'receipt', '7')).toEqual([
    {
      family: 'receipt',
      id: '7',
      part: 'Carrier',
      state: 'published',
      leaseEndsAtMs: Date.parse('2026-05-06T07:08:09Z'),
      firstSeenAt: 'f',
      lastSeenAt: 'l',
      timesSeen: 2,
      eventId: 'e',
      requestId: 'r',
      contentDigest: 'd',
    },
    expect.objectContaining({ state: 'claimed' }),
  ]);
  const asked = { TableName: 'table', ConsistentRead: true, ExpressionAttributeValues: { ':pk': { S: 'receipt#7' } } };
  expect(named('Query')).toMatchObject([asked, { ...asked, ExclusiveStartKey: start }]);
});

test('an id is looked for in every family, and may be in none', async () => {
  const { context, stack, named } = givenOps({ outputs: { LedgerTableName: 'table' }, answers: { Query: () => ({}) } });
  expect(await findInLedger(context, stack, '7')).toEqual([]);
  const keys = named('Query').map(({ ExpressionAttributeValues }) => JSON.stringify(ExpressionAttributeValues));
  expect(keys).toContain('{":pk":{"S":"mo#7"}}');
  expect(new Set(keys).size).toBeGreaterThan(6);
});

test('an item of another version lacks what it lacks', async () => {
  const { context } = givenOps({ answers: { Query: [{ Items: [{ sk: { S: '-' } }] }] } });
  expect(await queryLedger(context, 'table', 'mo', '7')).toMatchObject([
    { state: 'claimed', leaseEndsAtMs: 0, timesSeen: 1, eventId: '' },
  ]);
});
