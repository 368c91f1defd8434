import { publishedHeaders } from '../../../lambda/reader/published-headers';

const published = (...names: string[]) =>
  Object.keys(publishedHeaders(Object.fromEntries(names.map((name) => [name, ['1']]))));

describe('publishedHeaders', () => {
  it('publishes what only this callback has', () => {
    const names = ['x-vibes-eventclass', 'x-vibes-company', 'soapaction', 'x-request-id', '__proto__'];
    expect(published(...names.filter((name) => name !== '__proto__'))).toEqual(names.slice(0, 4));
    expect(Object.entries(publishedHeaders(JSON.parse('{"__proto__":["1"]}')))).toEqual([['__proto__', ['1']]]);
  });

  it('leaves out what carries any request, and what was added on the way', () => {
    expect(
      published(
        ...['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host', 'user-agent', 'via'],
        ...['cloudfront-viewer-country', 'x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-local-source-ip'],
        ...['if-none-match', 'sec-fetch-mode', 'traceparent'],
      ),
    ).toEqual([]);
  });

  it.each([
    ...['x-vibes-company-key', 'x-vibes-keyword', 'x-vibes-key-word', 'x-vibes-person-key', 'x-company-key'],
    ...['x-vibes-author', 'x-vibes-authority', 'x-vibes-keys-of-the-list', 'idempotency-key', 'x-vibes-event-type'],
    ...['x-vibes-signed-up', 'x-monkey', 'x-vibes-design'],
  ])('publishes %s, which only sounds like a credential', (name) => expect(published(name)).toEqual([name]));

  it('leaves out credentials and signatures, by whatever name', () => {
    const names = [
      ...['x-vibes-signature', 'x-hub-signature-256', 'signature-input', 'x-sig', 'x-vibes-hmac', 'x-signatures'],
      ...['authorization', 'x-authorisation', 'x-auth', 'x-auth-user', 'auth_key', 'x-authkey', 'x-oauth', 'oauth2-id'],
      ...['www-authenticate', 'proxy-authenticate', 'authentication-info', 'x-authenticated-user', 'x-bearer', 'x-jwt'],
      ...['x-api-key', 'x-apikey', 'apikey', 'x-vibes-api-key', 'x-vibes-access-key', 'x-accesskey', 'x-private-key'],
      ...['ocp-apim-subscription-key', 'x-functions-key', 'x-client-key', 'x-key', 'key', 'x-vibes-key', 'x-api_key'],
      ...['cookie', 'x-cookies', 'x-session-id', 'sessionid', 'x-vibes-token', 'x-vibes-device-token', 'x-csrftoken'],
      ...['x-client-secret', 'clientsecret', 'x-passwd', 'x-password', 'x-pwd', 'x-passphrase', 'x-credentials'],
    ];
    expect(published(...names)).toEqual([]);
  });
});
