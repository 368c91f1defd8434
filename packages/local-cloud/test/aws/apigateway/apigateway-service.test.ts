import { createApiGatewayService } from '../../../src/aws/apigateway/apigateway-service';
import type { TestInvocation } from '../../../src/gateway/test-invoke';
import type { AuthorizerTest } from '../../../src/gateway/test-invoke-authorizer';
import { type ApiParts, readApi } from '../../gateway/api-template';
import { authorized } from '../../gateway/authorized-api';
import { ask, needs } from '../../support/ask';

function given(parts: ApiParts = { methods: { 'POST /sms/mo': {}, 'ANY /{proxy+}': {} } }) {
  const api = readApi(parts);
  const invocations: TestInvocation[] = [];
  const asked: AuthorizerTest[] = [];
  const service = createApiGatewayService('us-east-1', () => ({
    api,
    properties: { Name: 'callbacks', Policy: { Statement: [] }, EndpointConfiguration: { Types: ['REGIONAL'] } },
    deployedAt: new Date(0),
    test: async (invocation) => {
      invocations.push(invocation);
      if (invocation.resourceId === 'none') return undefined;
      if (invocation.pathWithQueryString === '/bad') throw new Error('elsewhere');
      const headers = [
        ['a', '1'],
        ['a', '2'],
        ['b', '3'],
      ] as const;
      return { status: 200, headers, body: Buffer.from('ok'), requestId: 'r', latencyMs: 7 };
    },
    testAuthorizer: async (test) => {
      asked.push(test);
      if (test.authorizerId === 'none') return undefined;
      return { clientStatus: 0, principalId: 'p', policy: '{}', requestId: 'r', latencyMs: 7 };
    },
  }));
  const restApiId = api.id;
  return {
    api,
    invocations,
    asked,
    restApiId,
    needs: (action: string, input = {}) => needs(service, 'apigateway', action, { restApiId, ...input }),
    ask: (action: string, input = {}) => ask(service, 'apigateway', action, { restApiId, ...input }),
  };
}

describe('API Gateway', () => {
  it('lists the resources with their methods', async () => {
    const { item } = await given().ask('GetResources');
    const id = expect.any(String);
    expect(item).toEqual([
      { id, path: '/' },
      { id, path: '/sms', parentId: id, pathPart: 'sms' },
      { id, path: '/sms/mo', parentId: id, pathPart: 'mo', resourceMethods: { POST: {} } },
      { id, path: '/{proxy+}', parentId: id, pathPart: '{proxy+}', resourceMethods: { ANY: {} } },
    ]);
  });

  it('lists them by pages', async () => {
    const { ask } = given();
    const { item, position } = await ask('GetResources', { limit: 3 });
    expect(item).toHaveLength(3);
    expect((await ask('GetResources', { limit: 3, position })).item).toMatchObject([{ path: '/{proxy+}' }]);
  });

  it('describes the API and its stage, and no other', async () => {
    const { ask, restApiId } = given();
    expect(await ask('GetRestApi')).toEqual({
      id: restApiId,
      name: 'callbacks',
      createdDate: 0,
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { types: ['REGIONAL'] },
      policy: '{\\"Statement\\":[]}',
    });
    expect(await ask('GetStage', { stageName: 'callbacks' })).toMatchObject({ stageName: 'callbacks' });
    expect(await ask('GetStage', { stageName: 'prod' })).toMatchObject({ error: 'NotFoundException', status: 404 });
    expect(await ask('GetRestApi', { restApiId: 'other' })).toMatchObject({ error: 'NotFoundException' });
  });

  it('has no API to tell of when the stack has none', async () => {
    const service = createApiGatewayService('us-east-1', () => undefined);
    const answer = await ask(service, 'apigateway', 'GetRestApi', { restApiId: 'x' });
    expect(answer).toMatchObject({ error: 'NotFoundException', status: 404 });
  });

  it('invokes a method, and gives its answer', async () => {
    const { ask, invocations } = given();
    const input = { resourceId: 'x', httpMethod: 'POST', body: 'text', headers: { a: '0', c: '4' } };
    const answer = await ask('TestInvokeMethod', { ...input, multiValueHeaders: { a: ['1', '2'] } });
    expect(invocations).toEqual([
      { resourceId: 'x', httpMethod: 'POST', rawHeaders: ['c', '4', 'a', '1', 'a', '2'], body: 'text' },
    ]);
    expect(answer).toEqual({
      status: 200,
      body: 'ok',
      headers: { a: '2', b: '3' },
      multiValueHeaders: { a: ['1', '2'], b: ['3'] },
      latency: 7,
      log: expect.stringContaining('request r'),
    });
  });

  it.each([
    ['a method that is not there', { resourceId: 'none' }, 'NotFoundException'],
    ['a path that leads elsewhere', { pathWithQueryString: '/bad' }, 'BadRequestException'],
    ['stage variables', { stageVariables: {} }, 'BadRequestException'],
  ])('refuses %s', async (_, input, error) => {
    expect(await given().ask('TestInvokeMethod', { resourceId: 'x', httpMethod: 'POST', ...input })).toMatchObject({
      error,
    });
  });

  it('tells what a method asks of its callers', async () => {
    const { ask, api } = given(authorized());
    const idOf = (name: string) => api.root.exact.get(name)?.exact.get('mo')?.id;
    expect(await ask('GetMethod', { resourceId: idOf('sms'), httpMethod: 'POST' })).toMatchObject({
      httpMethod: 'POST',
      authorizationType: 'CUSTOM',
      authorizerId: expect.stringMatching(/^\w+$/),
    });
    const open = given();
    const resourceId = open.api.root.exact.get('sms')?.exact.get('mo')?.id;
    expect(await open.ask('GetMethod', { resourceId, httpMethod: 'POST' })).toMatchObject({
      authorizationType: 'NONE',
    });
    expect(await open.ask('GetMethod', { resourceId, httpMethod: 'GET' })).toMatchObject({
      error: 'NotFoundException',
    });
  });

  it('asks an authorizer, and gives its answer', async () => {
    const { ask, asked } = given();
    const input = { authorizerId: 'a', headers: { Authorization: 'Basic x' }, pathWithQueryString: '/sms/mo' };
    expect(await ask('TestInvokeAuthorizer', input)).toEqual({
      clientStatus: 0,
      principalId: 'p',
      policy: '{}',
      latency: 7,
      log: expect.stringContaining('request r'),
    });
    expect(asked).toEqual([
      { authorizerId: 'a', pathWithQueryString: '/sms/mo', rawHeaders: ['Authorization', 'Basic x'] },
    ]);
    const other = { authorizerId: 'none' };
    expect(await ask('TestInvokeAuthorizer', other)).toMatchObject({ error: 'NotFoundException', status: 404 });
    const more = { authorizerId: 'a', stageVariables: {} };
    expect(await ask('TestInvokeAuthorizer', more)).toMatchObject({ error: 'BadRequestException' });
  });

  it('asks for permissions by verb and path', () => {
    const { needs, restApiId } = given();
    const base = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;
    expect(needs('GetResources')).toEqual([`apigateway:GET ${base}/resources`]);
    expect(needs('TestInvokeMethod', { resourceId: 'x', httpMethod: 'POST' })).toEqual([
      `apigateway:POST ${base}/resources/x/methods/POST`,
    ]);
    expect(needs('TestInvokeAuthorizer', { authorizerId: 'a' })).toEqual([`apigateway:POST ${base}/authorizers/a`]);
    expect(needs('GetMethod', { resourceId: 'x', httpMethod: 'POST' })).toEqual([
      `apigateway:GET ${base}/resources/x/methods/POST`,
    ]);
  });
});
