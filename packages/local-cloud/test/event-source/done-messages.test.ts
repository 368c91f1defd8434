import { doneMessages } from '../../src/event-source/done-messages';
import { functionError, type InvocationResult } from '../../src/lambda/invocation';

const messages = [{ MessageId: 'a' }, { MessageId: 'b' }, { MessageId: 'c' }];

describe('the messages that a mapping deletes', () => {
  it('are all, when the function succeeded and reports no single failures', () => {
    expect(done({ batchItemFailures: [{ itemIdentifier: 'a' }] }, false)).toEqual(['a', 'b', 'c']);
  });

  it('are none, when the function failed', () => {
    expect(doneMessages(messages, functionError('Error', 'no'), true)).toEqual([]);
  });

  it('are none, when the function was throttled', () => {
    expect(doneMessages(messages, { status: 'not-run', errorType: 'TooManyRequestsException' }, true)).toEqual([]);
  });

  it('are those that the response does not name', () => {
    expect(done({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['a', 'c']);
  });

  it.each([[null], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])('are all for %j', (response) => {
    expect(done(response)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['an id that was not in the batch', { batchItemFailures: [{ itemIdentifier: 'x' }] }],
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a wrong key', { batchItemFailures: [{ id: 'a' }] }],
    ['failures that are no list', { batchItemFailures: 'a' }],
    ['a response that is not an object', 'done'],
  ])('are none for %s', (_, response) => {
    expect(done(response)).toEqual([]);
  });
});

function done(response: unknown, reports = true) {
  const result: InvocationResult = { status: 'ok', payload: Buffer.from(JSON.stringify(response)) };
  return doneMessages(messages, result, reports).map(({ MessageId }) => MessageId);
}
