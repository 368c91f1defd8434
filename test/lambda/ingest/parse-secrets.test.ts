import { parseMoSecret, parseRbmSecret } from '../../../lambda/ingest/parse-secrets';

test('an MO secret is a user name and a password', () =>
  expect(parseMoSecret('{"username":"u","password":"p:","more":1}')).toEqual({
    secret: { username: 'u', password: 'p:' },
  }));

test.each([
  ['password', 'not JSON'],
  ['{"username":"u","passwo', 'not JSON'],
  ['"text"', 'not an object'],
  ['null', 'not an object'],
  ['{}', 'no user name'],
  ['[]', 'no user name'],
  ['{"username":"u"}', 'no password'],
  ['{"username":"u","password":1}', 'no password'],
  ['{"username":"u","password":""}', 'empty password'],
  ['{"username":"u","password":" \\n"}', 'empty password'],
  ['{"username":"","password":"p"}', 'empty user name'],
  ['', 'blank'],
  [' \n', 'blank'],
])('%p is not an MO secret: %s', (text, damage) => expect(parseMoSecret(text)).toEqual({ damage }));

test.each([
  ['the text itself', 's3cret', 's3cret'],
  ['a text that happens to be JSON', '12345', '12345'],
  ['a member of an object', '{"secret":"s3cret"}', 's3cret'],
])('an RBM secret is %s', (_what, text, secret) => expect(parseRbmSecret(text)).toEqual({ secret }));

test.each([
  ['', 'blank'],
  ['\t\n', 'blank'],
  ['null', 'not an object'],
  ['[]', 'not an object'],
  ['{"secret":"s3cr', 'not JSON'],
  ['["s3cr', 'not JSON'],
  ['{}', 'no secret'],
  ['{"secret":1}', 'no secret'],
  ['{"Secret":"s"}', 'no secret'],
  ['{"secret":""}', 'empty secret'],
])('%p is not an RBM secret: %s', (text, damage) => expect(parseRbmSecret(text)).toEqual({ damage }));
