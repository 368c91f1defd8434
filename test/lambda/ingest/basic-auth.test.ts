import fc from 'fast-check';
import { type Credentials, parseBasicAuth, sameCredentials } from '../../../lambda/ingest/basic-auth';
import { anyCharacter } from '../../../packages/proof/src/vibes/texts';

const text = fc.string({ unit: anyCharacter });
const credentials: fc.Arbitrary<Credentials> = fc.record({
  username: text.filter((username) => !username.includes(':')),
  password: text,
});

function header(pair: string | Buffer, scheme = 'Basic'): string {
  return `${scheme} ${Buffer.from(pair).toString('base64')}`;
}

describe('parseBasicAuth', () => {
  test('reads what RFC 7617 writes: any text, colons in the password', () => {
    fc.assert(
      fc.property(credentials, (given) => {
        expect(parseBasicAuth(header(`${given.username}:${given.password}`))).toEqual(given);
      }),
    );
  });

  test('reads the example of RFC 7617 §2', () =>
    expect(parseBasicAuth('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')).toEqual({
      username: 'Aladdin',
      password: 'open sesame',
    }));

  test('reads the UTF-8 example of RFC 7617 §2.1', () =>
    expect(parseBasicAuth('Basic dGVzdDoxMjPCow==')).toEqual({ username: 'test', password: '123£' }));

  test('reads Latin-1, which is not UTF-8', () =>
    expect(parseBasicAuth(header(Buffer.from('test:123£', 'latin1')))).toEqual({ username: 'test', password: '123£' }));

  test.each(['basic', 'BASIC', 'Basic '])('the scheme may be written %p', (scheme) =>
    expect(parseBasicAuth(header('a:b', scheme))).toEqual({ username: 'a', password: 'b' }),
  );

  test('padding may be missing', () =>
    expect(parseBasicAuth(header('a:b').replaceAll('=', ''))).toEqual({ username: 'a', password: 'b' }));

  test.each([
    ['nothing', ''],
    ['no credentials', 'Basic'],
    ['empty credentials', 'Basic '],
    ['another scheme', header('a:b', 'Bearer')],
    ['a scheme that only begins so', header('a:b', 'Basically')],
    ['no colon', header('ab')],
    ['what is not base64', 'Basic a:b'],
    ['padding within', 'Basic YT=pi'],
    ['two credentials', `${header('a:b')} ${header('a:b')}`],
  ])('%s is not Basic', (_what, value) => expect(parseBasicAuth(value)).toBeUndefined());

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map((token) => `Basic ${token}`),
        ),
        (value) => {
          expect(() => parseBasicAuth(value)).not.toThrow();
        },
      ),
    );
  });
});

describe('sameCredentials', () => {
  test('is equality of both', () => {
    fc.assert(
      fc.property(credentials, credentials, (a, b) => {
        expect(sameCredentials(a, { ...a }, 'another')).toBe(true);
        expect(sameCredentials(a, b, a.username)).toBe(a.password === b.password);
        expect(sameCredentials(a, b, `${a.username}.`)).toBe(a.username === b.username && a.password === b.password);
      }),
    );
  });

  test('another user with the same password is not the same', () =>
    expect(sameCredentials({ username: 'a', password: 'p' }, { username: 'b', password: 'p' }, 'c')).toBe(false));

  test('the same user with a longer password is not the same', () =>
    expect(sameCredentials({ username: 'a', password: 'pp' }, { username: 'a', password: 'p' }, 'c')).toBe(false));

  test('what moves over the colon is not the same', () =>
    expect(sameCredentials({ username: 'a', password: ':b' }, { username: 'a:', password: 'b' }, 'c')).toBe(false));
});
