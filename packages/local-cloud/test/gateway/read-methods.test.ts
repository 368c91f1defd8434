import type { Method } from '../../src/gateway/api-model';
import { matchResource } from '../../src/gateway/match-resource';
import { type ApiParts, functionArn, readApi } from './api-template';

/** The methods of `/sms/mo`, or of another path. */
function methodsOf(parts: ApiParts, path = '/sms/mo'): ReadonlyMap<string, Method> {
  const found = matchResource(readApi(parts).root, path);
  if (found === undefined) throw new Error(`no resource ${path}`);
  return found.node.methods;
}

const methodOf = (parts: ApiParts, name = 'POST') => methodsOf(parts).get(name);
const withMethod = (properties: Record<string, unknown> = {}): ApiParts => ({
  methods: { 'POST /sms/mo': properties },
});

describe('a method', () => {
  it('invokes the function of its integration, within the integration’s timeout', () => {
    expect(methodOf(withMethod())).toEqual({
      resourceId: expect.any(String),
      resourcePath: '/sms/mo',
      httpMethod: 'POST',
      functionArn,
      timeoutMs: 1800,
      required: [],
      detailedMetrics: false,
      mayInvoke: expect.any(Function),
    });
  });

  it('has 29 s where it says nothing', () => {
    const Uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
    expect(methodOf(withMethod({ Integration: { Type: 'AWS_PROXY', Uri } }))?.timeoutMs).toBe(29_000);
  });

  it('is its resource’s alone', () => {
    const parts: ApiParts = { methods: { 'POST /sms/mo': {}, 'PUT /sms/mo': {}, 'ANY /': {} } };
    expect([...methodsOf(parts).keys()]).toEqual(['POST', 'PUT']);
    expect([...methodsOf(parts, '/').keys()]).toEqual(['ANY']);
    expect([...methodsOf(parts, '/sms').keys()]).toEqual([]);
  });

  it.each<[what: string, properties: Record<string, unknown>, why: string]>([
    ['another integration', { Integration: { Type: 'MOCK' } }, 'the integration MOCK'],
    ['no function', { Integration: { Type: 'AWS_PROXY', Uri: 'arn:other' } }, 'the integration arn:other'],
    ['an API key', { ApiKeyRequired: true }, 'an API key'],
    ['IAM', { AuthorizationType: 'AWS_IAM' }, 'the authorization AWS_IAM'],
    ['a property that is not known', { AuthorizationScopes: ['a'] }, 'AuthorizationScopes'],
    ['a mapping of its integration', { Integration: { Type: 'AWS_PROXY', RequestTemplates: {} } }, 'RequestTemplates'],
  ])('with %s is refused', (_what, properties, why) => {
    expect(() => readApi(withMethod(properties))).toThrow(`The local cloud does not support ${why} of `);
  });
});

describe('a permission', () => {
  const source = (path: string) => `arn:aws:execute-api:us-east-1:000000000000:*/${path}`;
  const allowed = (SourceArn: string, more: Record<string, unknown> = {}) => {
    const method = methodOf({ ...withMethod(), permission: { SourceArn, ...more } });
    return ['callbacks', 'test-invoke-stage'].map((stage) => method?.mayInvoke(stage));
  };

  it('is for the stage and method that it names', () => {
    expect(allowed(source('callbacks/POST/sms/mo'))).toEqual([true, false]);
    expect(allowed(source('test-invoke-stage/POST/sms/mo'))).toEqual([false, true]);
    expect(allowed(source('callbacks/PUT/sms/mo'))).toEqual([false, false]);
    expect(allowed(source('*/*/*'))).toEqual([true, true]);
  });

  it('is one of the gateway’s, to invoke, and of this function', () => {
    expect(allowed('*', { Principal: 'events.amazonaws.com' })).toEqual([false, false]);
    expect(allowed('*', { Action: 'lambda:GetFunction' })).toEqual([false, false]);
    expect(allowed('*', { FunctionName: 'Another' })).toEqual([false, false]);
    expect(allowed('*', { FunctionName: functionArn.split(':').at(-1) })).toEqual([true, true]);
  });

  it('that is missing allows no caller', () => {
    expect(methodOf({ ...withMethod(), permission: null })?.mayInvoke('callbacks')).toBe(false);
  });
});

describe('what a validator requires', () => {
  const validator = (properties: Record<string, unknown>) => ({
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ...properties } },
  });
  const parts = (properties: Record<string, unknown>, parameters: Record<string, unknown>): ApiParts => ({
    ...withMethod({ RequestValidatorId: { Ref: 'Validator' }, RequestParameters: parameters }),
    more: validator(properties),
  });

  it('are the parameters that are marked so', () => {
    const parameters = {
      'method.request.header.Authorization': true,
      'method.request.querystring.a': true,
      'method.request.path.id': true,
      'method.request.header.Accept': false,
    };
    expect(methodOf(parts({ ValidateRequestParameters: true }, parameters))?.required).toEqual([
      { location: 'header', name: 'Authorization' },
      { location: 'querystring', name: 'a' },
      { location: 'path', name: 'id' },
    ]);
  });

  it('is nothing where it does not look at parameters', () => {
    const parameters = { 'method.request.header.Authorization': true };
    expect(methodOf(parts({ ValidateRequestParameters: false }, parameters))?.required).toEqual([]);
  });

  it('is refused where it looks at bodies, or at what is not a parameter', () => {
    expect(() => readApi(parts({ ValidateRequestBody: true }, {}))).toThrow('the validation of bodies');
    expect(() => readApi(parts({ ValidateRequestParameters: true }, { 'method.request.body': true }))).toThrow(
      'the parameter method.request.body',
    );
  });
});

describe('the settings of a stage', () => {
  const all = { HttpMethod: '*', ResourcePath: '/*' };
  const ofMo = { HttpMethod: 'POST', ResourcePath: '/~1sms~1mo' };
  const withSettings = (...settings: readonly Record<string, unknown>[]): ApiParts => ({
    methods: { 'POST /sms/mo': {}, 'PUT /sms/mo': {} },
    stage: { MethodSettings: settings },
  });

  it('for all hold for each method that has none of its own', () => {
    const parts = withSettings({ ...all, MetricsEnabled: false }, { ...ofMo, MetricsEnabled: true });
    expect([methodOf(parts)?.detailedMetrics, methodOf(parts, 'PUT')?.detailedMetrics]).toEqual([true, false]);
  });

  it('throttle each method by a bucket of its own', () => {
    const parts = withSettings({ ...all, ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 });
    const methods = methodsOf(parts);
    const taken = [...methods.values()].map(({ throttle }) => [throttle?.take(), throttle?.take()]);
    expect(taken).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(methodOf(withMethod())?.throttle).toBeUndefined();
  });

  it('that are unknown here are refused', () => {
    expect(() => readApi(withSettings({ ...all, CachingEnabled: true }))).toThrow('CachingEnabled');
  });
});
