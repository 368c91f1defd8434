import { X509Certificate } from 'node:crypto';
import type { GatewayRequest } from '../../src/gateway/gateway-request';
import { matchResource } from '../../src/gateway/match-resource';
import { proxyEvent } from '../../src/gateway/proxy-event';
import { certificate as pem } from '../support/certificate';
import { type ApiParts, readApi } from './api-template';

describe('the event of a proxy integration', () => {
  it('has the path without and with the stage, percent-encoded as it came', () => {
    const event = eventOf({ path: '/sms/a%20b' });
    expect(event).toMatchObject({
      resource: '/sms/{proxy+}',
      path: '/sms/a%20b',
      httpMethod: 'POST',
      pathParameters: { proxy: 'a b' },
      requestContext: { path: '/callbacks/sms/a%20b', resourcePath: '/sms/{proxy+}', stage: 'callbacks' },
    });
  });

  it('says who called, when and under which request id', () => {
    expect(eventOf({}).requestContext).toMatchObject({
      requestId: '0c5d1f60-7d0a-4d0e-9a5b-6c1d2e3f4a5b',
      requestTimeEpoch: Date.parse('2026-05-06T07:08:09.123Z'),
      requestTime: '06/May/2026:07:08:09 +0000',
      protocol: 'HTTP/1.1',
      identity: { sourceIp: '192.0.2.1' },
    });
  });

  it('keeps repeated headers, and the last of each', () => {
    const event = eventOf({ rawHeaders: ['X-Tag', 'a', 'X-Tag', 'b', 'x-tag', 'c'] });
    expect(event.multiValueHeaders).toMatchObject({ 'X-Tag': ['a', 'b'], 'x-tag': ['c'] });
    expect(event.headers).toMatchObject({ 'X-Tag': 'b', 'x-tag': 'c' });
  });

  it('has the headers that the gateway adds, and not those that end there', () => {
    const event = eventOf({ rawHeaders: ['Connection', 'close', 'Host', 'here', 'x-local-source-ip', '192.0.2.1'] });
    expect(Object.keys(event.headers)).toEqual([
      'Host',
      'X-Amzn-Trace-Id',
      'X-Forwarded-For',
      'X-Forwarded-Port',
      'X-Forwarded-Proto',
    ]);
    expect(event.headers.Host).toMatch(/\.execute-api\.us-east-1\.amazonaws\.com$/);
  });

  it('keeps a header called __proto__', () => {
    expect(
      Object.entries(eventOf({ rawHeaders: ['__proto__', 'a', '__proto__', 'b'] }).multiValueHeaders),
    ).toContainEqual(['__proto__', ['a', 'b']]);
  });

  it('has the query decoded, with all values of a name', () => {
    const event = eventOf({ query: 'a=1&a=2&b=x+y%21&c' });
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: ['x y!'], c: [''] });
    expect(event.queryStringParameters).toEqual({ a: '2', b: 'x y!', c: '' });
  });

  it('has null where there is no query, no path parameter and no body', () => {
    expect(eventOf({ path: '/', body: Buffer.alloc(0) })).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      body: null,
      isBase64Encoded: false,
    });
  });

  it.each([['text/xml; charset=utf-8'], ['application/json'], ['no type'], [''], [undefined]])(
    'has the exact bytes of a body of type %s in base64',
    (type) => {
      const body = Buffer.from([0, 0xff, 0xfe, 10]);
      const event = eventOf({ body, rawHeaders: type === undefined ? [] : ['content-type', type] });
      expect(event.isBase64Encoded).toBe(true);
      expect(Buffer.from(event.body, 'base64')).toEqual(body);
    },
  );

  it('has the body as text where its type is not a binary one', () => {
    const event = eventOf({ rawHeaders: ['Content-Type', 'text/plain'], body: Buffer.from('hi') }, ['image/*']);
    expect(event).toMatchObject({ body: 'hi', isBase64Encoded: false });
  });

  it('has the client certificate where there is one', () => {
    const certificate = new X509Certificate(pem);
    expect(eventOf({ certificate }).requestContext.identity.clientCert).toMatchObject({
      clientCertPem: certificate.toString(),
      subjectDN: expect.stringContaining('CN='),
    });
    expect(eventOf({}).requestContext.identity).not.toHaveProperty('clientCert');
  });

  it('has the custom domain’s name and no stage in its path, where there is one', () => {
    const more = {
      Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'callbacks.example.com' } },
    };
    expect(eventOf({}, ['*/*'], more)).toMatchObject({
      headers: { Host: 'callbacks.example.com' },
      requestContext: { path: '/sms/x', domainName: 'callbacks.example.com' },
    });
  });
});

function eventOf(overrides: Partial<GatewayRequest>, BinaryMediaTypes = ['*/*'], more: ApiParts['more'] = {}) {
  const api = readApi({ api: { BinaryMediaTypes }, methods: { 'ANY /': {}, 'ANY /sms/{proxy+}': {} }, more });
  const request: GatewayRequest = {
    requestId: '0c5d1f60-7d0a-4d0e-9a5b-6c1d2e3f4a5b',
    extendedRequestId: 'extended-1',
    method: 'POST',
    path: '/sms/x',
    query: '',
    rawHeaders: [],
    body: Buffer.from('body'),
    sourceIp: '192.0.2.1',
    ...overrides,
  };
  const match = matchResource(api.root, request.path);
  const method = match?.node.methods.get('ANY');
  if (match === undefined || method === undefined) throw new Error('no such resource');
  return JSON.parse(proxyEvent(api, method, match, request, new Date('2026-05-06T07:08:09.123Z')));
}
