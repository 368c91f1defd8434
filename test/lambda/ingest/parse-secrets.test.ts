import { parseMoSecret, parseRbmSecret } from '../../../lambda/ingest/parse-secrets';

test('an MO secret is a user name and a password', () =>
  expect(parseMoSecret('{"username":"u","password":"p:","more":1}')).toEqual({ username: 'u', password: 'p:' }));

test.each([
  'password',
  '"text"',
  'null',
  '[]',
  '{}',
  '{"username":"u"}',
  '{"username":"u","password":""}',
  '{"username":"","password":"p"}',
  '{"username":"u","password":1}',
  '',
])('%p is no MO secret', (text) => expect(parseMoSecret(text)).toBeUndefined());

test.each([
  ['the text itself', 's3cret', 's3cret'],
  ['a text that happens to be JSON', '12345', '12345'],
  ['a member of an object', '{"secret":"s3cret"}', 's3cret'],
])('an RBM secret is %s', (_what, text, secret) => expect(parseRbmSecret(text)).toBe(secret));

test.each(['', '{}', '{"secret":""}', '{"secret":1}', '{"Secret":"s"}', '[]'])('%p is no RBM secret', (text) =>
  expect(parseRbmSecret(text)).toBeUndefined(),
);
