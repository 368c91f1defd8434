import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { CallbackEntry } from '../../../lambda/reader/event';
import { createPublisher } from '../../../lambda/shared/publisher';
import { answer, awsError, jsonOf, scriptedAws, silence, type WireRequest } from '../../support/scripted-aws';

const open = new AbortController().signal;

function eventOf(id: string, detail = `{"id":"${id}"}`): CallbackEntry {
  return { id, detailType: 'MO Message', detail, time: '2026-05-06T07:08:09.123Z' };
}

function publisherOver({ options }: ReturnType<typeof scriptedAws>, pause = async () => {}) {
  return createPublisher({ busName: 'bus', client: new EventBridgeClient(options), pause });
}

function entriesOf(request: WireRequest | undefined) {
  return (jsonOf(request) as { Entries: { Detail: string }[] }).Entries;
}

/** Takes every entry but those whose detail names one of these ids. */
const takesAllBut =
  (codes: Record<string, string> = {}) =>
  (request: WireRequest) =>
    answer({
      Entries: entriesOf(request).map(({ Detail }) => {
        const ErrorCode = codes[JSON.parse(Detail).id];
        return ErrorCode === undefined ? { EventId: 'given by the bus' } : { ErrorCode, ErrorMessage: 'refused' };
      }),
    });

it('publishes a batch in one call, each detail to the letter', async () => {
  const aws = scriptedAws(takesAllBut());
  expect(await publisherOver(aws).publish([eventOf('a', '{"n":9007199254740993}'), eventOf('b')], open)).toEqual(
    new Map(),
  );
  expect(jsonOf(aws.requests[0])).toEqual({
    Entries: [
      {
        EventBusName: 'bus',
        Source: 'vibes.callbacks',
        DetailType: 'MO Message',
        Detail: '{"n":9007199254740993}',
        Time: 1778051289.123,
      },
      {
        EventBusName: 'bus',
        Source: 'vibes.callbacks',
        DetailType: 'MO Message',
        Detail: '{"id":"b"}',
        Time: 1778051289.123,
      },
    ],
  });
});

it('makes no call for no event', async () => {
  const aws = scriptedAws();
  expect(await publisherOver(aws).publish([], open)).toEqual(new Map());
});

it('splits eleven events into two calls', async () => {
  const aws = scriptedAws(takesAllBut(), takesAllBut());
  await publisherOver(aws).publish(
    Array.from({ length: 11 }, (_, n) => eventOf(`event-${n}`)),
    open,
  );
  expect(aws.requests.map((request) => entriesOf(request).length)).toEqual([10, 1]);
});

it('offers an entry that was throttled again, alone', async () => {
  const aws = scriptedAws(takesAllBut({ b: 'ThrottlingException' }), takesAllBut());
  expect(await publisherOver(aws).publish([eventOf('a'), eventOf('b'), eventOf('c')], open)).toEqual(new Map());
  expect(entriesOf(aws.requests[1]).map(({ Detail }) => Detail)).toEqual(['{"id":"b"}']);
});

it('gives an entry up that fails three times', async () => {
  const fails = takesAllBut({ b: 'InternalFailure' });
  const aws = scriptedAws(fails, fails, fails);
  expect(await publisherOver(aws).publish([eventOf('a'), eventOf('b')], open)).toEqual(
    new Map([['b', 'InternalFailure']]),
  );
});

it('does not offer an entry again that the bus calls malformed', async () => {
  const aws = scriptedAws(takesAllBut({ a: 'MalformedDetail' }));
  expect(await publisherOver(aws).publish([eventOf('a'), eventOf('b')], open)).toEqual(
    new Map([['a', 'MalformedDetail']]),
  );
});

it('does not offer an entry again when the time is up', async () => {
  const aws = scriptedAws(takesAllBut({ a: 'ThrottlingException' }));
  const noTime = () => Promise.reject(new Error('aborted'));
  expect(await publisherOver(aws, noTime).publish([eventOf('a')], open)).toEqual(
    new Map([['a', 'ThrottlingException']]),
  );
});

it('counts an entry without an answer as not published', async () => {
  const aws = scriptedAws(() => answer({ Entries: [{ EventId: 'given by the bus' }] }));
  expect(await publisherOver(aws).publish([eventOf('a'), eventOf('b')], open)).toEqual(new Map([['b', 'no-answer']]));
});

it('fails all entries of a call that is denied', async () => {
  const aws = scriptedAws(() => awsError('AccessDeniedException', 400));
  expect(await publisherOver(aws).publish([eventOf('a'), eventOf('b')], open)).toEqual(
    new Map([
      ['a', 'AccessDeniedException'],
      ['b', 'AccessDeniedException'],
    ]),
  );
});

it('offers each entry alone when the call is invalid, so that one takes no other with it', async () => {
  const invalid = () => awsError('ValidationException', 400);
  const aws = scriptedAws(invalid, takesAllBut(), invalid, takesAllBut());
  expect(await publisherOver(aws).publish([eventOf('a'), eventOf('b'), eventOf('c')], open)).toEqual(
    new Map([['b', 'ValidationException']]),
  );
});

it('does not hold one call up for another that fails', async () => {
  const large = 'x'.repeat(900_000);
  const aws = scriptedAws(() => awsError('InternalException', 500), takesAllBut());
  const refused = await publisherOver(aws, () => Promise.reject(new Error('aborted'))).publish(
    [eventOf('a', `{"id":"a","t":"${large}"}`), eventOf('b', `{"id":"b","t":"${large}"}`)],
    open,
  );
  expect(refused).toEqual(new Map([['a', 'InternalException']]));
});

it('gives up a call that hangs when the signal says so', async () => {
  const abort = new AbortController();
  const aws = scriptedAws((request, signal) => {
    setImmediate(() => abort.abort());
    return silence(request, signal);
  });
  expect(await publisherOver(aws).publish([eventOf('a')], abort.signal)).toEqual(new Map([['a', 'AbortError']]));
});
