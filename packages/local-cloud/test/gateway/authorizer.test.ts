import { readAuthorization } from '../../src/gateway/authorizer';
import { Gateway } from '../../src/gateway/gateway';
import { errorMetric } from '../../src/gateway/gateway-answer';
import { functionError, type InvocationResult } from '../../src/lambda/invocation';
import { type ApiParts, functionArn, readApi } from './api-template';
import { authorized, authorizerArn } from './authorized-api';

const methodArn = 'arn:aws:execute-api:us-east-1:000000000000:api/callbacks/POST/sms/mo';

function returned(value: unknown): InvocationResult {
  return { status: 'ok', payload: Buffer.from(JSON.stringify(value)) };
}

function policy(Effect: string, Resource = methodArn) {
  return returned({
    principalId: 'vibes',
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
  });
}

/** One call of the MO route, with what the authorizer says; what each function was invoked with. */
async function call(answer: InvocationResult, parts: ApiParts = authorized()) {
  const invoked: Record<string, Record<string, unknown>> = {};
  const gateway = new Gateway(readApi(parts), async (arn, event) => {
    invoked[arn] = JSON.parse(event);
    return arn === authorizerArn ? answer : returned({ statusCode: 200 });
  });
  const result = await gateway.handle({
    requestId: 'request-1',
    extendedRequestId: 'extended-1',
    method: 'POST',
    path: '/sms/mo',
    query: 'a=b',
    rawHeaders: ['authorization', 'Basic eA=='],
    body: Buffer.from('<moMessage/>'),
    sourceIp: '192.0.2.1',
  });
  return { ...result, asked: invoked[authorizerArn], integrated: invoked[functionArn] };
}

describe('a method with an authorizer', () => {
  it('is integrated where the authorizer allows it, and says who was authorized', async () => {
    const { status, asked, integrated } = await call(policy('Allow', 'arn:aws:execute-api:*'));
    expect(status).toBe(200);
    expect(asked).toMatchObject({
      type: 'REQUEST',
      headers: { authorization: 'Basic eA==' },
      queryStringParameters: { a: 'b' },
      methodArn: expect.stringMatching(/^arn:aws:execute-api:us-east-1:000000000000:\w+\/callbacks\/POST\/sms\/mo$/),
    });
    expect(asked).not.toHaveProperty('body');
    expect(integrated).toMatchObject({ requestContext: { authorizer: { principalId: 'vibes' } } });
  });

  it.each<[string, InvocationResult, number]>([
    ['is 401 where the authorizer says Unauthorized', functionError('Error', 'Unauthorized'), 401],
    ['is 403 where the authorizer denies it', policy('Deny', '*'), 403],
    ['is 403 where the authorizer allows another one', policy('Allow', `${methodArn}/other`), 403],
    ['is 500 where the authorizer fails', functionError('Error', 'other'), 500],
    ['is 500 where the authorizer is throttled', { status: 'not-run', errorType: 'TooManyRequestsException' }, 500],
    ['is 500 where the answer is not a policy', returned({ statusCode: 200 }), 500],
  ])('%s', async (_what, answer, status) => {
    const result = await call(answer);
    expect(result.status).toBe(status);
    expect(result.integrated).toBeUndefined();
  });

  it('is 500 where nothing lets the gateway invoke the authorizer', async () => {
    const { MayAsk, ...more } = authorized().more ?? {};
    expect(MayAsk).toBeDefined();
    expect((await call(policy('Allow', '*'), { ...authorized(), more })).status).toBe(500);
  });

  it('is never asked of an address that the policy denies', async () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    const Policy = { Statement: [{ ...deny, Condition: { NotIpAddress: { 'aws:SourceIp': ['198.51.100.7'] } } }] };
    const result = await call(policy('Allow', '*'), { ...authorized(), api: { Policy } });
    expect([result.status, result.asked]).toEqual([403, undefined]);
  });
});

it.each([
  ['of another type', { Type: 'TOKEN' }, /TOKEN/],
  ['that names a source', { IdentitySource: 'method.request.header.Authorization' }, /identity source/],
  ['that keeps its results', { AuthorizerResultTtlInSeconds: 300 }, /results that are kept/],
])('an authorizer %s is refused at the start', (_what, properties, sentence) => {
  expect(() => readApi(authorized(properties))).toThrow(sentence);
});

it('the word in another place is no 401', () => {
  expect(readAuthorization(functionError('Unauthorized', 'no'), methodArn)).toEqual({ outcome: 'broken' });
});

describe('what an answer counts as', () => {
  it.each([
    [{ status: 503, isChanged: true }, '4XXError'],
    [{ status: 503, isChanged: false }, '5XXError'],
    [{ status: 504 }, '5XXError'],
    [{ status: 401 }, '4XXError'],
    [{ status: 200 }, undefined],
  ])('%j is %s', (answer, metric) => expect(errorMetric(answer)).toBe(metric));
});
