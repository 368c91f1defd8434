import type { AwsCall, Reply } from '../../src/aws/protocols/call';
import { jsonReply } from '../../src/aws/protocols/error-reply';
import { failEntries, hasEntries } from '../../src/faults/fail-entries';
import { callOf, jsonOf } from '../aws/calls';

/** Fails the entries at these places; records what was carried out. */
async function fail(call: AwsCall, places: readonly number[], answer: unknown) {
  const carriedOut: AwsCall[] = [];
  let place = 0;
  const reply = await failEntries(
    call,
    () => places.includes(place++),
    async (carried): Promise<Reply> => {
      carriedOut.push(carried);
      return jsonReply(call.service, answer);
    },
  );
  return { answer: jsonOf(reply), carriedOut: carriedOut.map(({ body }) => JSON.parse(body.toString())) };
}

describe('failEntries', () => {
  it('puts the failed entries of PutEvents at their places', async () => {
    const call = callOf('events', 'PutEvents', { Entries: [{ Detail: 'a' }, { Detail: 'b' }, { Detail: 'c' }] });
    const { answer, carriedOut } = await fail(call, [1], {
      FailedEntryCount: 1,
      Entries: [{ EventId: '1' }, { ErrorCode: 'MalformedDetail' }],
    });
    expect(carriedOut).toEqual([{ Entries: [{ Detail: 'a' }, { Detail: 'c' }] }]);
    expect(answer).toEqual({
      FailedEntryCount: 2,
      Entries: [
        { EventId: '1' },
        { ErrorCode: 'InternalFailure', ErrorMessage: expect.any(String) },
        { ErrorCode: 'MalformedDetail' },
      ],
    });
  });

  it('gives the failed requests of BatchWriteItem back as unprocessed', async () => {
    const puts = ['a', 'b', 'c'].map((pk) => ({ PutRequest: { Item: { pk: { S: pk } } } }));
    const call = callOf('dynamodb', 'BatchWriteItem', { RequestItems: { T: puts.slice(0, 2), U: puts.slice(2) } });
    const { answer, carriedOut } = await fail(call, [0, 2], { UnprocessedItems: {} });
    expect(carriedOut).toEqual([{ RequestItems: { T: [puts[1]] } }]);
    expect(answer).toEqual({ UnprocessedItems: { T: [puts[0]], U: [puts[2]] } });
  });

  it.each(['SendMessageBatch', 'DeleteMessageBatch'])(
    'reports the failed entries of %s by their ids',
    async (action) => {
      const call = callOf('sqs', action, { QueueUrl: 'q', Entries: [{ Id: 'a' }, { Id: 'b' }] });
      const { answer, carriedOut } = await fail(call, [0], { Successful: [{ Id: 'b' }] });
      expect(carriedOut).toEqual([{ QueueUrl: 'q', Entries: [{ Id: 'b' }] }]);
      expect(answer).toEqual({
        Successful: [{ Id: 'b' }],
        Failed: [{ Id: 'a', SenderFault: false, Code: 'InternalError', Message: expect.any(String) }],
      });
    },
  );

  it('carries nothing out when every entry fails', async () => {
    const call = callOf('events', 'PutEvents', { Entries: [{ Detail: 'a' }] });
    const { answer, carriedOut } = await fail(call, [0], {});
    expect(carriedOut).toEqual([]);
    expect(answer).toMatchObject({ FailedEntryCount: 1 });
  });

  it('passes the answer of a call that failed as a whole', async () => {
    const call = callOf('events', 'PutEvents', { Entries: [{ Detail: 'a' }] });
    const refused = { status: 400, headers: {}, body: 'no' };
    await expect(
      failEntries(
        call,
        () => false,
        async () => refused,
      ),
    ).resolves.toBe(refused);
  });

  it('is for calls of entries alone', () => {
    expect(hasEntries(callOf('sqs', 'SendMessageBatch'))).toBe(true);
    expect(hasEntries(callOf('sqs', 'SendMessage'))).toBe(false);
  });
});
