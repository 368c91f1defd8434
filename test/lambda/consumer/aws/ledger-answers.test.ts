import { answer, awsError, jsonOf, scriptedAws, silence } from '../../../support/scripted-aws';
import { claimOf, type GivenLedger, givenLedger, newIdentity, open } from './given-ledger';

let given: GivenLedger;
beforeAll(async () => {
  given = await givenLedger();
});
afterAll(() => given.table.stop());

describe('a claim, as DynamoDB answers it', () => {
  const old = { state: { S: 'published' }, contentDigest: { S: 'digest' }, timesSeen: { N: '1' } };

  it('takes the old item from the error, without a read', async () => {
    const aws = scriptedAws(
      () => awsError('com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 400, { Item: old }),
      () => answer({}),
    );
    const scripted = given.over(aws);
    expect(await scripted.claim(claimOf(newIdentity()), open)).toEqual({ status: 'duplicate' });
    expect(aws.requests.map(({ headers }) => headers['x-amz-target'])).toEqual([
      'DynamoDB_20120810.PutItem',
      'DynamoDB_20120810.UpdateItem',
    ]);
  });

  it('of other content names what is there, as far as it is noted', async () => {
    const of = async (item: object) => {
      const taken = awsError('com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 400, { Item: item });
      const claim = claimOf(newIdentity(), { contentDigest: 'other', eventId: 'of the identity' });
      return given.over(scriptedAws(() => taken)).claim(claim, open);
    };
    const noted = { ...old, eventId: { S: 'noted' }, requestId: { S: 'request-0' } };
    expect(await of(noted)).toEqual({ status: 'collision', with: { eventId: 'noted', requestId: 'request-0' } });
    expect(await of(old)).toEqual({ status: 'collision', with: { eventId: 'of the identity', requestId: null } });
  });

  it('rejects when the item vanished between the two calls', async () => {
    const aws = scriptedAws(
      () => awsError('com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 400),
      () => answer({}),
    );
    const scripted = given.over(aws);
    await expect(scripted.claim(claimOf(newIdentity()), open)).rejects.toMatchObject({ name: 'LedgerError' });
    // An eventually consistent read could miss the very item that is in the way.
    expect(jsonOf(aws.requests[1])).toMatchObject({ ConsistentRead: true });
  });

  it('rejects with the error of a table that refuses', async () => {
    const aws = scriptedAws(() => awsError('AccessDeniedException', 400));
    const scripted = given.over(aws);
    await expect(scripted.claim(claimOf(newIdentity()), open)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('is given up when the signal says so', async () => {
    const abort = new AbortController();
    const aws = scriptedAws((request, signal) => {
      setImmediate(() => abort.abort());
      return silence(request, signal);
    });
    const scripted = given.over(aws);
    await expect(scripted.claim(claimOf(newIdentity()), abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
