import { Gateway, type GatewayObservation } from '../../src/gateway/gateway';
import type { GatewayAnswer } from '../../src/gateway/gateway-answer';
import type { GatewayRequest } from '../../src/gateway/gateway-request';
import { functionError, type InvocationResult } from '../../src/lambda/invocation';
import { type ApiParts, functionArn, lettingIn, readApi } from './api-template';

const allowed = '192.0.2.1';
const policy = lettingIn(allowed);

describe('the gateway answers', () => {
  it('what the function returns', async () => {
    const answer = {
      statusCode: 201,
      headers: { 'x-one': 'a' },
      multiValueHeaders: { 'x-two': ['b', 'c'] },
      body: 'ok',
    };
    const result = await call({}, {}, async () => returned(answer));
    expect(result).toMatchObject({ status: 201, body: Buffer.from('ok') });
    expect(result.headers).toEqual([
      ['content-type', 'application/json'],
      ['x-one', 'a'],
      ['x-two', 'b'],
      ['x-two', 'c'],
    ]);
  });

  it('bytes that the function returns in base64', async () => {
    const { body } = await call({}, {}, async () => returned({ statusCode: 200, body: '/wA=', isBase64Encoded: true }));
    expect(body).toEqual(Buffer.from([0xff, 0]));
  });

  it('a function’s challenge under another name, as API Gateway does', async () => {
    const { headers } = await call({}, {}, async () =>
      returned({ statusCode: 401, headers: { 'WWW-Authenticate': 'Basic' } }),
    );
    expect(headers).toContainEqual(['x-amzn-Remapped-WWW-Authenticate', 'Basic']);
    expect(headers.map(([name]) => name)).not.toContain('WWW-Authenticate');
  });

  it('403 to an address that the resource policy does not name', async () => {
    const answer = await call({ api: { Policy: policy } }, { sourceIp: '198.51.100.7' });
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).toMatch(/not authorized to perform: execute-api:Invoke on resource: arn:aws:/);
  });

  it('an address that the resource policy names', async () => {
    expect((await call({ api: { Policy: policy } }, { sourceIp: allowed })).status).toBe(200);
  });

  it('403 to a path that no resource has', async () => {
    const answer = await call({ methods: { 'POST /sms/mo': {} } }, { path: '/other' });
    expect(answer).toMatchObject({ status: 403, body: Buffer.from('{"message":"Missing Authentication Token"}') });
  });

  it('403 to a method that the resource does not have', async () => {
    expect((await call({ methods: { 'POST /sms/mo': {} } }, { method: 'PUT', path: '/sms/mo' })).status).toBe(403);
  });

  it('400 where a required header is missing, and does not invoke the function', async () => {
    const invoked = jest.fn();
    const answer = await call(withValidator, { path: '/sms/mo' }, invoked);
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).toBe('{"message":"Missing required request parameters: [Authorization]"}');
    expect(invoked).not.toHaveBeenCalled();
  });

  it('400 where a required header is blank', async () => {
    expect((await call(withValidator, { path: '/sms/mo', rawHeaders: ['Authorization', ' '] })).status).toBe(400);
  });

  it.each([
    ['Authorization', 200],
    // As the service does: header names are case-sensitive there.
    ['authorization', 400],
  ])('to the required header Authorization, spelled %s, %d', async (name, status) => {
    expect((await call(withValidator, { path: '/sms/mo', rawHeaders: [name, 'Basic eA=='] })).status).toBe(status);
  });

  it('the function where no validator checks the parameters', async () => {
    const { RequestValidatorId, ...properties } = withValidator.methods['POST /sms/mo'];
    expect(RequestValidatorId).toBeDefined();
    expect((await call({ methods: { 'POST /sms/mo': properties } }, { path: '/sms/mo' })).status).toBe(200);
  });

  it('413 to a body past 10 MiB, and takes one of that size off to the function', async () => {
    expect((await call({}, { body: Buffer.alloc(10 * 1024 * 1024 + 1) })).status).toBe(413);
  });

  it('413 to more than 10,240 bytes of headers', async () => {
    expect((await call({}, { rawHeaders: ['x', 'y'.repeat(10_300)] })).status).toBe(413);
  });

  it('500 to an event that Lambda does not take', async () => {
    const invoked = jest.fn();
    expect((await call({}, { body: Buffer.alloc(5 * 1024 * 1024) }, invoked)).status).toBe(500);
    expect(invoked).not.toHaveBeenCalled();
  });

  it('the function’s answer to the largest body that fits an event', async () => {
    expect((await call({}, { body: Buffer.alloc(4_700_000) })).status).toBe(200);
  });

  it('502 where the function fails', async () => {
    const answer = await call({}, {}, async () => functionError('Error', 'secret of the function'));
    expect(answer).toMatchObject({ status: 502, body: Buffer.from('{"message":"Internal server error"}') });
  });

  it.each([
    ['no JSON', Buffer.from('oops')],
    ['no status', Buffer.from('{}')],
    ['a body that is not text', Buffer.from('{"statusCode":200,"body":{}}')],
    ['a header that HTTP does not know', Buffer.from('{"statusCode":200,"headers":{"a b":"c"}}')],
  ])('502 where the function returns %s', async (_, payload) => {
    expect((await call({}, {}, async () => ({ status: 'ok', payload }))).status).toBe(502);
  });

  it('500 where Lambda has no concurrency left', async () => {
    const throttled: InvocationResult = { status: 'not-run', errorType: 'TooManyRequestsException' };
    expect((await call({}, {}, async () => throttled)).status).toBe(500);
  });

  it('500 where no permission lets it invoke the function', async () => {
    expect((await call({ permission: null })).status).toBe(500);
    const otherRoute = 'arn:aws:execute-api:us-east-1:000000000000:*/*/POST/other';
    expect((await call({ permission: { SourceArn: otherRoute } })).status).toBe(500);
  });

  it('504 where the function is later than the integration’s timeout, and gives the invocation up', async () => {
    let gaveUp = false;
    const integration = { Type: 'AWS_PROXY', TimeoutInMillis: 50, Uri: uriOf(functionArn) };
    const answer = await call(
      { methods: { 'ANY /': { Integration: integration } } },
      {},
      (_arn, _event, signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            gaveUp = true;
          });
        }),
    );
    expect(answer).toMatchObject({ status: 504, body: Buffer.from('{"message":"Endpoint request timed out"}') });
    expect(gaveUp).toBe(true);
  });

  it('429 past the stage’s throttle', async () => {
    const MethodSettings = [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 1 }];
    const gateway = new Gateway(readApi({ stage: { MethodSettings } }), async () => returned({ statusCode: 200 }));
    expect((await gateway.handle(requestOf({}))).status).toBe(200);
    expect((await gateway.handle(requestOf({}))).status).toBe(429);
  });

  it('by a method’s own throttle before the stage’s', async () => {
    const MethodSettings = [
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 },
      { HttpMethod: 'POST', ResourcePath: '/~1sms~1mo', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 10 },
    ];
    const parts = { stage: { MethodSettings }, methods: { 'POST /sms/mo': {}, 'ANY /': {} } };
    expect((await call(parts, { path: '/sms/mo' })).status).toBe(200);
    expect((await call(parts, { path: '/' })).status).toBe(429);
  });
});

describe('a gateway response of the template', () => {
  it('gives an answer its status, its headers and its body', async () => {
    const parts = {
      ...withValidator,
      more: {
        ...withValidator.more,
        Challenge: gatewayResponse('BAD_REQUEST_PARAMETERS', '401', {
          ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': `'Basic realm="r"'` },
          ResponseTemplates: { 'text/plain': '$context.error.responseType $context.requestId' },
        }),
      },
    };
    const answer = await call(parts, { path: '/sms/mo' });
    expect(answer.status).toBe(401);
    expect(answer.headers).toEqual([
      ['content-type', 'text/plain'],
      ['WWW-Authenticate', 'Basic realm="r"'],
    ]);
    expect(answer.body.toString()).toBe('BAD_REQUEST_PARAMETERS request-1');
  });

  it('DEFAULT_4XX is that of every 4XX without one of its own', async () => {
    const more = { Default: gatewayResponse('DEFAULT_4XX', '503'), Denied: gatewayResponse('ACCESS_DENIED', '403') };
    const parts = { api: { Policy: policy }, methods: { 'POST /sms/mo': {} }, more };
    expect((await call(parts, { path: '/other', sourceIp: allowed })).status).toBe(503);
    expect((await call(parts, { path: '/other', sourceIp: '198.51.100.7' })).status).toBe(403);
  });

  it('DEFAULT_5XX is that of a function error too', async () => {
    const more = { Default: gatewayResponse('DEFAULT_5XX', '503') };
    expect((await call({ more }, {}, async () => functionError('Error', 'no'))).status).toBe(503);
  });

  it.each([
    [
      'a mapped header',
      { ResponseParameters: { 'gatewayresponse.header.X': 'method.request.header.Y' } },
      /method\.request/,
    ],
    ['an unknown variable', { ResponseTemplates: { 'application/json': '$context.identity.sourceIp' } }, /sourceIp/],
    ['a directive', { ResponseTemplates: { 'application/json': '#if(true)x#end' } }, /#if/],
    ['an unknown type', { ResponseType: 'OTHER' }, /OTHER/],
  ])('with %s is refused', (_, properties, sentence) => {
    const more = { Response: gatewayResponse('THROTTLED', '503', properties) };
    expect(() => readApi({ more })).toThrow(sentence);
  });
});

describe('the gateway refuses what it does not support', () => {
  it.each<[string, ApiParts, RegExp]>([
    ['IAM authorization', { methods: { 'ANY /': { AuthorizationType: 'AWS_IAM' } } }, /AWS_IAM/],
    ['an API key', { methods: { 'ANY /': { ApiKeyRequired: true } } }, /API key/],
    ['another integration', { methods: { 'ANY /': { Integration: { Type: 'MOCK' } } } }, /MOCK/],
    ['a property of the API that it does not know', { api: { Body: {} } }, /Body of AWS::ApiGateway::RestApi "Api"/],
    ['a property of the stage that it does not know', { stage: { CanarySetting: {} } }, /CanarySetting/],
    [
      'a cache',
      { stage: { MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', CachingEnabled: true }] } },
      /CachingEnabled/,
    ],
  ])('%s', (_, parts, sentence) => {
    expect(() => readApi(parts)).toThrow(sentence);
  });
});

describe('the gateway counts', () => {
  const observed = async (
    parts: ApiParts,
    overrides: Partial<GatewayRequest> = {},
    result = returned({ statusCode: 200 }),
  ) => {
    const seen: GatewayObservation[] = [];
    const gateway = new Gateway(
      readApi(parts),
      async () => result,
      () => new Date(0),
      (observation) => seen.push(observation),
    );
    await gateway.handle(requestOf(overrides));
    return seen;
  };

  it('each request, with the method that it found', async () => {
    expect(await observed({})).toMatchObject([{ error: undefined, method: { httpMethod: 'ANY', resourcePath: '/' } }]);
    expect(await observed({}, { path: '/elsewhere' })).toMatchObject([{ error: '4XXError', method: undefined }]);
  });

  it('errors by their status', async () => {
    expect(await observed({}, {}, returned({ statusCode: 401 }))).toMatchObject([{ error: '4XXError' }]);
    expect(await observed({}, {}, returned({ statusCode: 503 }))).toMatchObject([{ error: '5XXError' }]);
    expect(await observed({}, {}, functionError('Error', 'x'))).toMatchObject([{ error: '5XXError' }]);
  });

  it('a gateway response with another status as a client error', async () => {
    const more = {
      Changed: gatewayResponse('DEFAULT_4XX', '503'),
      Server: gatewayResponse('INTEGRATION_FAILURE', '503'),
    };
    expect(await observed({ more }, { path: '/elsewhere' })).toMatchObject([{ error: '4XXError' }]);
    expect(await observed({ more }, {}, functionError('Error', 'x'))).toMatchObject([{ error: '4XXError' }]);
  });
});

const withValidator = {
  methods: {
    'POST /sms/mo': {
      RequestParameters: { 'method.request.header.Authorization': true },
      RequestValidatorId: { Ref: 'Validator' },
    },
  },
  more: {
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true, ValidateRequestBody: false },
    },
  },
};

function gatewayResponse(ResponseType: string, StatusCode: string, more: Record<string, unknown> = {}) {
  const Properties = { RestApiId: { Ref: 'Api' }, ResponseType, StatusCode, ...more };
  return { Type: 'AWS::ApiGateway::GatewayResponse', Properties };
}

function uriOf(arn: string): string {
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

function returned(value: unknown): InvocationResult {
  return { status: 'ok', payload: Buffer.from(JSON.stringify(value)) };
}

function requestOf(overrides: Partial<GatewayRequest>): GatewayRequest {
  return {
    requestId: 'request-1',
    extendedRequestId: 'extended-1',
    method: 'POST',
    path: '/',
    query: '',
    rawHeaders: [],
    body: Buffer.from('x'),
    sourceIp: allowed,
    ...overrides,
  };
}

type Invoke = ConstructorParameters<typeof Gateway>[1];

function call(
  parts: ApiParts,
  overrides: Partial<GatewayRequest> = {},
  invoke: Invoke = async () => returned({ statusCode: 200 }),
): Promise<GatewayAnswer> {
  return new Gateway(readApi(parts), invoke).handle(requestOf(overrides));
}
