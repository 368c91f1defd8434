import { Gateway } from '../../src/gateway/gateway';
import type { TestInvocation } from '../../src/gateway/test-invoke';
import { type ApiParts, lettingIn, readApi } from './api-template';

const nobody = lettingIn('192.0.2.1');
const throttled = {
  MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0 }],
};

async function invoke(parts: ApiParts, invocation: Partial<TestInvocation> = {}, resource = '/sms/mo') {
  const api = readApi({ methods: { 'POST /sms/mo': {}, 'ANY /{proxy+}': {} }, ...parts });
  const events: Record<string, unknown>[] = [];
  const gateway = new Gateway(api, async (_arn, event) => {
    events.push(JSON.parse(event));
    return { status: 'ok', payload: Buffer.from('{"statusCode":200,"body":"taken"}') };
  });
  const node = resource === '/sms/mo' ? api.root.exact.get('sms')?.exact.get('mo') : api.root.greedy?.node;
  const resourceId = node?.id ?? '';
  const answer = await gateway.test({ resourceId, httpMethod: 'POST', rawHeaders: [], body: '', ...invocation });
  return { answer, event: events[0] };
}

describe('a test invocation', () => {
  it('reaches the function from a stage and an address of its own', async () => {
    const { answer, event } = await invoke({}, { body: 'text', rawHeaders: ['X-One', '1'] });
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('taken'), requestId: expect.any(String) });
    expect(event).toMatchObject({
      path: '/sms/mo',
      headers: { 'X-One': '1' },
      body: Buffer.from('text').toString('base64'),
      requestContext: { stage: 'test-invoke-stage', identity: { sourceIp: 'test-invoke-source-ip' } },
    });
  });

  it('passes the resource policy and the throttle by', async () => {
    expect((await invoke({ api: { Policy: nobody }, stage: throttled })).answer?.status).toBe(200);
  });

  it('is validated', async () => {
    const needed = {
      RequestParameters: { 'method.request.header.Authorization': true },
      RequestValidatorId: { Ref: 'Validator' },
    };
    const more = {
      Validator: {
        Type: 'AWS::ApiGateway::RequestValidator',
        Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true },
      },
    };
    expect((await invoke({ methods: { 'POST /sms/mo': needed }, more })).answer?.status).toBe(400);
  });

  it('needs the permission for that stage', async () => {
    const SourceArn = {
      'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Api' }, '/callbacks/*/*']],
    };
    expect((await invoke({ permission: { SourceArn } })).answer?.status).toBe(500);
  });

  it('takes the path parameters and the query from its path', async () => {
    const { event } = await invoke({}, { pathWithQueryString: '/any/where?a=1' }, '/{proxy+}');
    expect(event).toMatchObject({ pathParameters: { proxy: 'any/where' }, queryStringParameters: { a: '1' } });
  });

  it('knows no other method or resource, and no path that leads elsewhere', async () => {
    expect((await invoke({}, { httpMethod: 'GET' })).answer).toBeUndefined();
    expect((await invoke({}, { resourceId: 'other' })).answer).toBeUndefined();
    await expect(invoke({}, { pathWithQueryString: '/other' })).rejects.toThrow('leads to another resource');
  });
});
