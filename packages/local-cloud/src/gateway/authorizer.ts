import { wildcard } from '../aws/iam/patterns';
import { parseJson } from '../base/parse-json';
import type { InvocationResult } from '../lambda/invocation';
import type { Deployment, LocalResource } from '../template/deployment';
import {
  asRecord,
  asRecords,
  asTexts,
  isRecord,
  numberOf,
  optionalText,
  refuse,
  refuseUnknown,
  textOf,
} from '../template/properties';

/** A Lambda authorizer of type REQUEST that looks at every call. */
export interface MethodAuthorizer {
  readonly functionArn: string;
  /** What the gateway invokes it as: an `AWS::Lambda::Permission` must allow this ARN. */
  readonly arn: string;
  readonly mayInvoke: boolean;
}

/** What an authorizer's answer means for its call. */
export type Authorization =
  /** `context` becomes part of the integration's request context. */
  | { readonly outcome: 'allowed'; readonly context?: Readonly<Record<string, unknown>> }
  | { readonly outcome: 'unauthorized' }
  | { readonly outcome: 'denied' }
  | { readonly outcome: 'broken' };

/** What a Lambda authorizer has. */
export const authorizerTimeoutMs = 29_000;

const supported = ['AuthorizerResultTtlInSeconds', 'AuthorizerUri', 'IdentitySource', 'RestApiId', 'Type'];

/**
 * Reads the authorizer that a method names.
 * @throws LocalCloudError for one that keeps results or names identity sources, or is of another type
 */
export function readAuthorizer(
  deployment: Deployment,
  method: LocalResource,
  apiArn: string,
  allows: (functionArn: string, sourceArn: string) => boolean,
): MethodAuthorizer {
  const id = textOf(method, 'AuthorizerId');
  const found = deployment.ofType('AWS::ApiGateway::Authorizer').find(({ ref }) => ref === id);
  if (found === undefined) return refuse(method, `the authorizer ${id}`);
  const { properties } = found;
  refuseUnknown(found, properties, supported, ['Name']);
  if (properties.Type !== 'REQUEST') refuse(found, `an authorizer of type ${String(properties.Type)}`);
  if ((optionalText(properties.IdentitySource) ?? '') !== '') refuse(found, 'an identity source');
  if (numberOf(properties.AuthorizerResultTtlInSeconds, 300) !== 0) refuse(found, 'results that are kept');
  const uri = String(properties.AuthorizerUri);
  const functionArn = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
  if (functionArn === undefined) return refuse(found, `the authorizer ${uri}`);
  const arn = `${apiArn}/authorizers/${id}`;
  return { functionArn, arn, mayInvoke: allows(functionArn, arn) };
}

/** The event of a REQUEST authorizer: that of the proxy integration, without a body. */
export function authorizerEvent(proxyEvent: string, methodArn: string): string {
  const { body, isBase64Encoded, ...request } = JSON.parse(proxyEvent);
  return JSON.stringify({ type: 'REQUEST', methodArn, ...request });
}

/** The error `Unauthorized` is a 401; any other error, or an answer that is not a policy, is a failure of the authorizer. */
export function readAuthorization(result: InvocationResult, methodArn: string): Authorization {
  if (result.status === 'function-error' && result.message === 'Unauthorized') return { outcome: 'unauthorized' };
  if (result.status !== 'ok') return { outcome: 'broken' };
  const answer = parseJson(result.payload);
  if (!isRecord(answer) || typeof answer.principalId !== 'string') return { outcome: 'broken' };
  const statements = asRecords(asRecord(answer.policyDocument).Statement).filter(({ Action, Resource }) => {
    const covers = (patterns: unknown, text: string) => asTexts(patterns).some((pattern) => wildcard(pattern)(text));
    return covers(Action, 'execute-api:Invoke') && covers(Resource, methodArn);
  });
  const isAllowed = statements.some(({ Effect }) => Effect === 'Allow');
  const isDenied = statements.some(({ Effect }) => Effect === 'Deny');
  if (isDenied || !isAllowed) return { outcome: 'denied' };
  return { outcome: 'allowed', context: { principalId: answer.principalId, ...asRecord(answer.context) } };
}
