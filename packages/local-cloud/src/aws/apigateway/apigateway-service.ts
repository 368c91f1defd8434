import type { RestApi } from '../../gateway/api-model';
import { findNode, type TestAnswer, type TestInvocation } from '../../gateway/test-invoke';
import type { AuthorizerTest, AuthorizerTestAnswer } from '../../gateway/test-invoke-authorizer';
import { asRecord, isRecord, optionalText, type Properties } from '../../template/properties';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import { flattenResources } from './flatten-resources';

/** What API Gateway's control plane needs from the running gateway. */
export interface RunningApi {
  readonly api: RestApi;
  /** As the template has it, its intrinsics resolved. */
  readonly properties: Properties;
  readonly deployedAt: Date;
  test(invocation: TestInvocation): Promise<TestAnswer | undefined>;
  testAuthorizer(test: AuthorizerTest): Promise<AuthorizerTestAnswer | undefined>;
}

/**
 * API Gateway: the API as it is deployed, and test invocations of its methods.
 * @param running undefined when the stack has no API
 */
export function createApiGatewayService(region: string, running: () => RunningApi | undefined): AwsService {
  /** IAM knows this service's calls by HTTP method and path (developer guide, "Control access for managing an API"). */
  const requires = (verb: string, path: (input: Input) => string) => (input: Input) => [
    { action: `apigateway:${verb}`, resource: `arn:aws:apigateway:${region}::${path(input)}` },
  ];
  const methodPath = ({ restApiId, resourceId, httpMethod }: Input) =>
    `/restapis/${restApiId}/resources/${resourceId}/methods/${httpMethod}`;
  const ownApi = ({ restApiId: id }: Input) => {
    const own = running();
    if (own === undefined || id !== own.api.id) throw notFound('Invalid API identifier specified');
    return own;
  };
  return createService('apigateway', {
    GetRestApi: {
      requires: requires('GET', ({ restApiId }) => `/restapis/${restApiId}`),
      answer: (input) => {
        return describeApi(ownApi(input));
      },
    },
    GetResources: {
      requires: requires('GET', ({ restApiId }) => `/restapis/${restApiId}/resources`),
      answer: (input) => {
        const all = flattenResources(ownApi(input).api.root);
        const { items, next } = paginate(all, Number(input.limit ?? 25), input.position, 'BadRequestException');
        // The query parameter is the list's name in JSON: `item`.
        return { item: items, position: next };
      },
    },
    GetStage: {
      requires: requires('GET', ({ restApiId, stageName }) => `/restapis/${restApiId}/stages/${stageName}`),
      answer: (input) => {
        const { api, deployedAt } = ownApi(input);
        if (input.stageName !== api.stageName) throw notFound('Invalid stage identifier specified');
        const { stageName, deploymentId, accessLog } = api;
        const accessLogSettings =
          accessLog === undefined ? undefined : { destinationArn: accessLog.destinationArn, format: accessLog.format };
        return { stageName, deploymentId, createdDate: deployedAt, accessLogSettings };
      },
    },
    GetMethod: {
      requires: requires('GET', methodPath),
      answer: (input) => describeMethod(input, ownApi(input)),
    },
    TestInvokeMethod: {
      requires: requires('POST', methodPath),
      answer: async (input) => testInvoke(input, ownApi(input)),
    },
    TestInvokeAuthorizer: {
      requires: requires('POST', ({ restApiId, authorizerId }) => `/restapis/${restApiId}/authorizers/${authorizerId}`),
      answer: async (input) => testAuthorizer(input, ownApi(input)),
    },
  });
}

function describeApi({ api, properties, deployedAt }: RunningApi): unknown {
  const { Name, Description, BinaryMediaTypes, DisableExecuteApiEndpoint, EndpointConfiguration, Policy } = properties;
  return {
    id: api.id,
    name: optionalText(Name) ?? '',
    description: optionalText(Description),
    createdDate: deployedAt,
    binaryMediaTypes: BinaryMediaTypes,
    disableExecuteApiEndpoint: DisableExecuteApiEndpoint === true,
    endpointConfiguration: { types: asRecord(EndpointConfiguration).Types },
    // As the service writes it: JSON with escaped quotes.
    policy: Policy === undefined ? undefined : JSON.stringify(JSON.stringify(Policy)).slice(1, -1),
  };
}

function describeMethod({ resourceId, httpMethod }: Input, { api }: RunningApi): unknown {
  const method = findNode(api.root, String(resourceId))?.methods.get(String(httpMethod));
  if (method === undefined) throw notFound('Invalid Method identifier specified');
  const authorizerId = method.authorizer?.arn.split('/').at(-1);
  return { httpMethod, apiKeyRequired: false, authorizationType: authorizerId ? 'CUSTOM' : 'NONE', authorizerId };
}

async function testAuthorizer(input: Input, running: RunningApi): Promise<unknown> {
  refuseMembers(input, ['additionalContext', 'stageVariables']);
  const { pathWithQueryString: path, authorizerId } = input;
  const answer = await running.testAuthorizer({
    authorizerId: String(authorizerId),
    ...(typeof path === 'string' ? { pathWithQueryString: path } : {}),
    rawHeaders: readHeaders(input),
  });
  if (answer === undefined) throw notFound('Invalid Authorizer identifier specified');
  const { requestId, latencyMs: latency, ...rest } = answer;
  return { ...rest, latency, log: `Execution log for request ${requestId}\n` };
}

function refuseMembers(input: Input, names: readonly string[]): void {
  for (const name of names) {
    if (input[name] !== undefined) throw badRequest(`The local cloud does not support ${name} here.`);
  }
}

async function testInvoke(input: Input, running: RunningApi): Promise<unknown> {
  refuseMembers(input, ['clientCertificateId', 'stageVariables']);
  const { pathWithQueryString: path, body } = input;
  const answer = await running
    .test({
      resourceId: String(input.resourceId),
      httpMethod: String(input.httpMethod),
      ...(typeof path === 'string' ? { pathWithQueryString: path } : {}),
      rawHeaders: readHeaders(input),
      body: typeof body === 'string' ? body : '',
    })
    .catch((error: Error) => {
      throw badRequest(error.message);
    });
  if (answer === undefined) throw notFound('Invalid Method identifier specified');
  const names = [...new Set(answer.headers.map(([name]) => name))];
  const valuesOf = (name: string) => answer.headers.filter(([other]) => other === name).map(([, value]) => value);
  return {
    status: answer.status,
    body: answer.body.toString(),
    headers: Object.fromEntries(names.map((name) => [name, valuesOf(name).at(-1)])),
    multiValueHeaders: Object.fromEntries(names.map((name) => [name, valuesOf(name)])),
    latency: answer.latencyMs,
    log: `Execution log for request ${answer.requestId}\nMethod completed with status: ${answer.status}\n`,
  };
}

/** `multiValueHeaders` come before `headers` of the same name. */
function readHeaders({ headers, multiValueHeaders }: Input): readonly string[] {
  const multi = isRecord(multiValueHeaders) ? multiValueHeaders : {};
  const single = Object.entries(isRecord(headers) ? headers : {}).filter(([name]) => !(name in multi));
  return [...single, ...Object.entries(multi)].flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).flatMap((value) => [name, String(value)]),
  );
}

function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, 404);
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}
