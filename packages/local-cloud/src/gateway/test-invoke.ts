import { allNodes, type Method, type ResourceNode, type RestApi } from './api-model';
import type { GatewayAnswer } from './gateway-answer';
import type { GatewayRequest } from './gateway-request';
import { newRequestIds } from './http-messages';
import { type Match, matchResource } from './match-resource';

/** What the service says about itself in the event of a test invocation. */
export const testStage = 'test-invoke-stage';
export const testSourceIp = 'test-invoke-source-ip';

export interface TestInvocation {
  readonly resourceId: string;
  readonly httpMethod: string;
  /** Path and query; without one the resource's own path. */
  readonly pathWithQueryString?: string;
  /** Name, value, name, value … */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface TestAnswer extends GatewayAnswer {
  readonly requestId: string;
  readonly latencyMs: number;
}

export interface MethodCall {
  readonly method: Method;
  readonly match: Match;
  readonly request: GatewayRequest;
  /** The API as a test invocation sees it: another stage, no domain of its own. */
  readonly api: RestApi;
  /** What an authorizer said about its caller. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

/**
 * The request that a test invocation represents; undefined if there is no such method.
 * @throws Error for a path that leads to another resource
 */
export function testCall(api: RestApi, invocation: TestInvocation): MethodCall | undefined {
  const node = findNode(api.root, invocation.resourceId);
  const method = node?.methods.get(invocation.httpMethod) ?? node?.methods.get('ANY');
  if (node === undefined || method === undefined) return undefined;
  const [path = '', query = ''] = (invocation.pathWithQueryString || node.path || '/').split('?', 2);
  const match = matchResource(api.root, path);
  if (match?.node.id !== node.id) throw new Error(`The path ${path} leads to another resource than ${node.path}.`);
  const { customDomain: _, ...own } = api;
  return {
    method,
    match,
    request: {
      ...newRequestIds(),
      method: invocation.httpMethod,
      path,
      query,
      rawHeaders: invocation.rawHeaders,
      body: Buffer.from(invocation.body),
      sourceIp: testSourceIp,
    },
    api: { ...own, stageName: testStage },
  };
}

export function findNode(root: ResourceNode, id: string): ResourceNode | undefined {
  return allNodes(root).find((node) => node.id === id);
}
