import { causeOf } from '../../src/frame/post-json';

const failed = (cause: unknown) => new TypeError('fetch failed', { cause });

it.each([
  [failed(new Error('connect ECONNREFUSED 127.0.0.1:9')), 'connect ECONNREFUSED 127.0.0.1:9'],
  // As of `localhost` with an IPv4 and an IPv6 address.
  [failed(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })), 'ECONNREFUSED'],
  [failed(new AggregateError([])), 'fetch failed'],
  [new Error('The operation was aborted due to timeout'), 'The operation was aborted due to timeout'],
  ['odd', 'odd'],
])('says why a call failed: %s', (error, said) => {
  expect(causeOf(error)).toBe(said);
});
