import { Gateway } from '../../src/gateway/gateway';
import type { AuthorizerTest } from '../../src/gateway/test-invoke-authorizer';
import { functionError, type InvocationResult } from '../../src/lambda/invocation';
import { type ApiParts, readApi } from './api-template';
import { authorized, authorizerArn } from './authorized-api';

const testArn = /^arn:aws:execute-api:us-east-1:000000000000:\w+\/ESTestInvoke-stage\/GET\/sms\/mo$/;

function returned(value: unknown): InvocationResult {
  return { status: 'ok', payload: Buffer.from(JSON.stringify(value)) };
}

const statement = (Effect: string) => ({ Effect, Action: 'execute-api:Invoke', Resource: '*' });
const policy = (Effect: string) => ({ Version: '2012-10-17', Statement: [statement(Effect)] });

async function test1(result: InvocationResult, parts: ApiParts = authorized(), test: Partial<AuthorizerTest> = {}) {
  const api = readApi(parts);
  const events: Record<string, unknown>[] = [];
  const gateway = new Gateway(api, async (arn, event) => {
    if (arn !== authorizerArn) throw new Error(`${arn} was not to be invoked`);
    events.push(JSON.parse(event));
    return result;
  });
  const mo = api.root.exact.get('sms')?.exact.get('mo')?.methods.get('POST');
  const authorizerId = mo?.authorizer?.arn.split('/').at(-1) ?? 'none';
  const rawHeaders = ['Authorization', 'Basic eA=='];
  const answer = await gateway.testAuthorizer({
    authorizerId,
    rawHeaders,
    pathWithQueryString: '/sms/mo?a=1',
    ...test,
  });
  return { answer, event: events[0] };
}

describe('a test of an authorizer', () => {
  it('asks its function, from a stage of its own, and gives its policy', async () => {
    const { answer, event } = await test1(returned({ principalId: 'vibes', policyDocument: policy('Allow') }));
    expect(answer).toMatchObject({ clientStatus: 0, principalId: 'vibes', requestId: expect.any(String) });
    expect(JSON.parse(answer?.policy ?? '')).toEqual(policy('Allow'));
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: expect.stringMatching(testArn),
      httpMethod: 'GET',
      resource: '/sms/mo',
      path: '/sms/mo',
      headers: { Authorization: 'Basic eA==' },
      queryStringParameters: { a: '1' },
      requestContext: { stage: 'test-invoke-stage', resourceId: 'test-invoke-resource-id' },
    });
  });

  it('gives a policy that denies, too', async () => {
    const { answer } = await test1(returned({ principalId: 'vibes', policyDocument: policy('Deny') }));
    expect([answer?.clientStatus, answer?.policy]).toEqual([0, JSON.stringify(policy('Deny'))]);
  });

  it.each([
    ['401 where it says Unauthorized', functionError('Error', 'Unauthorized'), 401],
    ['500 where it fails', functionError('Error', 'boom'), 500],
    ['500 where it is throttled', { status: 'not-run', errorType: 'TooManyRequestsException' } as const, 500],
    ['500 where it returns no policy', returned({ principalId: 7 }), 500],
  ])('tells the status of its caller: %s', async (_what, result, clientStatus) => {
    expect((await test1(result)).answer).toEqual({
      clientStatus,
      requestId: expect.any(String),
      latencyMs: expect.any(Number),
    });
  });

  it('needs the permission to invoke its function', async () => {
    const { MayAsk, ...more } = authorized().more ?? {};
    expect(MayAsk).toBeDefined();
    const { answer, event } = await test1(returned({}), { ...authorized(), more });
    expect([answer?.clientStatus, event]).toEqual([500, undefined]);
  });

  it('is of the root if no path is given, and undefined for another id', async () => {
    const allowed = returned({ principalId: 'vibes', policyDocument: policy('Allow') });
    const { event } = await test1(allowed, authorized(), { pathWithQueryString: '' });
    expect(event).toMatchObject({ path: '/', methodArn: expect.stringMatching(/\/GET\/$/) });
    expect((await test1(allowed, authorized(), { authorizerId: 'other' })).answer).toBeUndefined();
  });
});
