import { asRecord } from '../template/properties';
import { allMethods, type RestApi } from './api-model';
import {
  type Authorization,
  authorizerEvent,
  authorizerTimeoutMs,
  type MethodAuthorizer,
  readAuthorization,
} from './authorizer';
import type { GatewayRequest } from './gateway-request';
import { newRequestIds } from './http-messages';
import { type Invoke, invokeInTime } from './invoke-in-time';
import { proxyEvent } from './proxy-event';
import { testSourceIp, testStage } from './test-invoke';

export interface AuthorizerTest {
  readonly authorizerId: string;
  /** Path and query; without one the root. */
  readonly pathWithQueryString?: string;
  /** Name, value, name, value … */
  readonly rawHeaders: readonly string[];
}

export interface AuthorizerTestAnswer {
  /** What the caller would have got; 0 if the authorizer answered with a policy, even one that denies. */
  readonly clientStatus: number;
  readonly principalId?: string;
  /** JSON, as the authorizer returned it. */
  readonly policy?: string;
  readonly requestId: string;
  readonly latencyMs: number;
}

/** As logs of test invocations show it, for an authorizer of any method: `…/ESTestInvoke-stage/GET/`. */
const testArnStage = 'ESTestInvoke-stage';
const testResource = 'test-invoke-resource-id';
const testMethod = 'GET';

const clientStatuses = { allowed: 0, denied: 0, unauthorized: 401, broken: 500 } satisfies Record<
  Authorization['outcome'],
  number
>;

/**
 * The authorizer alone: no method, no stage and no resource policy; the permission to invoke its function is needed.
 * @returns undefined where no method has such an authorizer
 */
export async function testInvokeAuthorizer(
  api: RestApi,
  invoke: Invoke,
  test: AuthorizerTest,
  now: Date,
): Promise<AuthorizerTestAnswer | undefined> {
  const authorizers = allMethods(api.root).map((method) => method.authorizer);
  const authorizer = authorizers.find((one) => one?.arn.endsWith(`/authorizers/${test.authorizerId}`));
  if (authorizer === undefined) return undefined;
  const { requestId, ...request } = testRequest(test);
  const started = performance.now();
  const answer = await ask(api, invoke, authorizer, { requestId, ...request }, now);
  return { ...answer, requestId, latencyMs: Math.round(performance.now() - started) };
}

async function ask(
  api: RestApi,
  invoke: Invoke,
  { functionArn, mayInvoke }: MethodAuthorizer,
  request: GatewayRequest,
  now: Date,
): Promise<Pick<AuthorizerTestAnswer, 'clientStatus' | 'principalId' | 'policy'>> {
  if (!mayInvoke) return { clientStatus: clientStatuses.broken };
  const { customDomain: _, ...own } = api;
  const resource = { resourceId: testResource, resourcePath: request.path };
  const event = proxyEvent({ ...own, stageName: testStage }, resource, { parameters: {} }, request, now);
  const resourceArn = `${api.id}/${testArnStage}/${testMethod}${request.path}`;
  const arn = `arn:aws:execute-api:${api.region}:${api.accountId}:${resourceArn}`;
  const asked = { functionArn, timeoutMs: authorizerTimeoutMs };
  const result = await invokeInTime(invoke, asked, authorizerEvent(event, arn));
  const outcome = result === 'late' ? 'broken' : readAuthorization(result, arn).outcome;
  const clientStatus = clientStatuses[outcome];
  if (result === 'late' || result.status !== 'ok' || clientStatus !== 0) return { clientStatus };
  const { principalId, policyDocument } = asRecord(JSON.parse(result.payload.toString()));
  return { clientStatus, principalId: String(principalId), policy: JSON.stringify(policyDocument) };
}

function testRequest({ pathWithQueryString, rawHeaders }: AuthorizerTest): GatewayRequest {
  const [path = '', query = ''] = (pathWithQueryString || '/').split('?', 2);
  const body = Buffer.alloc(0);
  return { ...newRequestIds(), method: testMethod, path, query, rawHeaders, body, sourceIp: testSourceIp };
}
