import { requestIdOf } from '../../../lambda/ingest/gateway-event';
import { request } from './given';

// AWS: "Clients can override the value in the x-amzn-RequestId header" (set-up-logging).
const own = 'DtKKHF4bIAMFzzA=';

test.each([
  ['a UUID', 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef', 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef'],
  ["a caller's own", 'VICTIM-1', 'VICTIM-1'],
  ['a long one', 'x'.repeat(128), 'x'.repeat(128)],
  ['one that is too long', 'x'.repeat(129), own],
  ['none', '', own],
  ['a blank', 'a b', own],
  ['a quotation mark', 'a"b', own],
  ['what a search takes for any text', '*', own],
  ['markup', '<b>', own],
  ['a line feed', 'a\nb', own],
  ['a control character of a terminal', '\u001b[2J', own],
  ['other scripts', 'ä', own],
])('%s as the request id', (_what, requestId, expected) => expect(requestIdOf(request({ requestId }))).toBe(expected));
