import { toldHeaders } from '../../../lambda/reader/told-headers';

const told = (...names: string[]) => Object.keys(toldHeaders(Object.fromEntries(names.map((name) => [name, ['1']]))));

describe('toldHeaders', () => {
  it('tells what only this callback has', () => {
    const names = ['x-vibes-eventclass', 'x-vibes-company', 'soapaction', 'x-request-id', '__proto__'];
    expect(told(...names.filter((name) => name !== '__proto__'))).toEqual(names.slice(0, 4));
    expect(Object.entries(toldHeaders(JSON.parse('{"__proto__":["1"]}')))).toEqual([['__proto__', ['1']]]);
  });

  it('leaves out what carries any request, and what was added on the way', () => {
    expect(
      told(
        ...['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host', 'user-agent', 'via'],
        ...['cloudfront-viewer-country', 'x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-local-source-ip'],
        ...['if-none-match', 'sec-fetch-mode', 'traceparent'],
      ),
    ).toEqual([]);
  });

  it('leaves out credentials and signatures, by whatever name', () => {
    expect(
      told(
        ...['x-vibes-signature', 'authorization', 'x-auth', 'x-api-key', 'cookie', 'x-session-id', 'x-vibes-token'],
        ...['x-client-secret', 'x-passwd', 'www-authenticate', 'x-credentials'],
      ),
    ).toEqual([]);
  });
});
