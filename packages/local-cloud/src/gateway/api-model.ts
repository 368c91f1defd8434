import type { AccessLog } from './access-log';
import type { MethodAuthorizer } from './authorizer';
import type { ServedDomain } from './custom-domain';
import type { GatewayResponses } from './gateway-responses';
import type { ResourcePolicy } from './resource-policy';
import type { TokenBucket } from './token-bucket';

/** A REST API of the template with its stage: what API Gateway would have after the deployment. */
export interface RestApi {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly stageName: string;
  /** Other stages: the same methods under another name. */
  readonly otherStageNames: readonly string[];
  readonly deploymentId: string;
  readonly customDomain?: ServedDomain;
  /** The API can be called by its own domain, too. */
  readonly ownEndpoint: boolean;
  readonly root: ResourceNode;
  readonly policy: ResourcePolicy;
  readonly responses: GatewayResponses;
  /** Undefined: the stage logs nothing. */
  readonly accessLog?: AccessLog | undefined;
  /** Whether a body of this type reaches the function in base64. */
  isBinary(contentType: string): boolean;
}

/** A node of the resource tree. */
export interface ResourceNode {
  readonly id: string;
  /** As the template writes it: `/sms/{proxy+}`. */
  readonly path: string;
  readonly exact: ReadonlyMap<string, ResourceNode>;
  /** A child `{name}`: any one segment. */
  readonly parameter?: NamedNode;
  /** A child `{name+}`: all segments that are left. */
  readonly greedy?: NamedNode;
  /** By HTTP method, `ANY` among them. */
  readonly methods: ReadonlyMap<string, Method>;
}

export interface NamedNode {
  readonly name: string;
  readonly node: ResourceNode;
}

export interface Method {
  readonly resourceId: string;
  readonly resourcePath: string;
  /** As the template has it; `ANY` among them. */
  readonly httpMethod: string;
  /** The stage's settings ask for metrics of this method. */
  readonly detailedMetrics: boolean;
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** Checked by a validator before the integration is called. */
  readonly required: readonly RequiredParameter[];
  /** Whether an `AWS::Lambda::Permission` lets the gateway invoke the function for this method of a stage. */
  readonly mayInvoke: (stageName: string) => boolean;
  readonly throttle?: TokenBucket;
  /** Asked before the integration. */
  readonly authorizer?: MethodAuthorizer;
}

export interface RequiredParameter {
  readonly location: 'header' | 'querystring' | 'path';
  readonly name: string;
}

/** A node and all below it. */
export function allNodes(root: ResourceNode): readonly ResourceNode[] {
  return [root, ...childrenOf(root).flatMap(allNodes)];
}

export function childrenOf({ exact, parameter, greedy }: ResourceNode): readonly ResourceNode[] {
  return [...exact.values(), parameter?.node, greedy?.node].filter((child) => child !== undefined);
}

export function allMethods(root: ResourceNode): readonly Method[] {
  return allNodes(root).flatMap(({ methods }) => [...methods.values()]);
}

/** Every function that the API calls: its integrations and its authorizers. */
export function calledFunctions(root: ResourceNode): ReadonlySet<string> {
  const arns = allMethods(root).flatMap(({ functionArn, authorizer }) => [functionArn, authorizer?.functionArn]);
  return new Set(arns.filter((arn) => arn !== undefined));
}
