import {
  claimCommand,
  completeCommand,
  countCommand,
  type LedgerItem,
  publishedRequest,
  readCommand,
  takeOverCommand,
} from '../../../../lambda/consumer/aws/ledger-commands';
import { claimOf, t0 } from './given-ledger';

const table = { name: 'ledger', rememberMs: 30 * 86_400_000 };
const claim = claimOf({ family: 'mo', id: 'A1', part: '-' });
const key = { pk: { S: 'mo#A1' }, sk: { S: '-' } };
/** Thirty days after it was last seen, in seconds: 2026-05-06T07:08:09Z and 2,592,000 s. */
const expires = { N: '1780643289' };

/** What every item says in any state. */
const description = {
  ...key,
  contentDigest: { S: 'digest' },
  eventId: { S: 'event of A1' },
  detailType: { S: 'MO Message' },
  requestId: { S: 'request-1' },
  firstSeenAt: { S: '2026-05-06T07:08:09.000Z' },
  lastSeenAt: { S: '2026-05-06T07:08:09.000Z' },
  timesSeen: { N: '1' },
  expiresAt: expires,
};

describe('the commands of the ledger', () => {
  it('claim what is not there, and get back what is', () => {
    expect(claimCommand(table, claim, 'token').input).toEqual({
      TableName: 'ledger',
      Item: {
        ...description,
        state: { S: 'claimed' },
        leaseEndsAt: { S: '2026-05-06T07:08:26.000Z' },
        leaseToken: { S: 'token' },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  it('take over the very claim that lapsed, and count it', () => {
    const { input } = takeOverCommand(table, claim, 'token-2', { ...key, leaseToken: { S: 'token-1' } });
    expect(input).toMatchObject({ Key: key, ConditionExpression: 'leaseToken = :lapsed', ReturnValues: 'ALL_NEW' });
    expect(input.ExpressionAttributeValues).toEqual({
      ':lapsed': { S: 'token-1' },
      ':leaseEnds': { S: '2026-05-06T07:08:26.000Z' },
      ':token': { S: 'token-2' },
      ':requestId': { S: 'request-1' },
      ':now': { S: '2026-05-06T07:08:09.000Z' },
      ':one': { N: '1' },
      ':expires': expires,
    });
  });

  it('take over nothing that has no lease: it is published', () => {
    const { input } = takeOverCommand(table, claim, 'token', key);
    expect(input.ExpressionAttributeValues?.[':lapsed']).toEqual({ NULL: true });
  });

  it('read what was written last', () => {
    expect(readCommand(table, claim).input).toEqual({ TableName: 'ledger', Key: key, ConsistentRead: true });
  });

  it('count another copy of what is published, and of nothing else', () => {
    expect(countCommand(table, claim).input).toMatchObject({
      Key: key,
      ConditionExpression: '#state = :published',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':published': { S: 'published' }, ':one': { N: '1' }, ':expires': expires },
    });
  });

  it('complete with the whole item again, without its lease', () => {
    const lease = { claim, token: 'token', firstSeenMs: t0 - 5_000, timesSeen: 3 };
    const request = publishedRequest(table, lease, t0 + 100);
    const item: LedgerItem = {
      ...description,
      firstSeenAt: { S: '2026-05-06T07:08:04.000Z' },
      timesSeen: { N: '3' },
      state: { S: 'published' },
      publishedAt: { S: '2026-05-06T07:08:09.100Z' },
    };
    expect(request).toEqual({ PutRequest: { Item: item } });
    expect(completeCommand(table, [request]).input).toEqual({ RequestItems: { ledger: [request] } });
  });
});
