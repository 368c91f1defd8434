import type { Deployment } from '../../template/deployment';
import { type Context, type ContextValues, toContext } from './conditions';
import { resourcePolicies } from './resource-policies';
import { isTakenHere, rolePolicies } from './role-policies';
import type { Principal, Request, Statement } from './statement';

/** What a call needs: one action on one resource. */
export interface Requirement {
  readonly action: string;
  readonly resource: string;
  readonly context?: ContextValues;
}

export interface Authorizer {
  /** The first requirement that no policy allows, or that one denies. */
  deniedToRole(roleLogicalId: string, requirements: readonly Requirement[]): Requirement | undefined;
  /** The same for a principal outside the template, by the policy that its credentials are restricted to. */
  deniedByPolicy(
    principal: { readonly arn: string; readonly statements: readonly Statement[] },
    requirements: readonly Requirement[],
  ): Requirement | undefined;
  /** For an AWS service, only the resource's policy counts. */
  allowsService(service: string, requirement: Requirement): boolean;
}

/**
 * Compiles every policy of the template.
 * @param setByApi the policy of a resource that was set by the API, which counts instead of the template's; undefined
 * where none was set
 * @throws LocalCloudError for a policy that it cannot evaluate completely
 */
export function createAuthorizer(
  deployment: Deployment,
  setByApi: (arn: string) => readonly Statement[] | undefined = () => undefined,
): Authorizer {
  const byResource = resourcePolicies(deployment);
  const roles = new Map(
    deployment
      .ofType('AWS::IAM::Role')
      .filter(isTakenHere)
      .map((role) => {
        const roleArn = deployment.attribute(role.logicalId, 'Arn');
        const principal: Principal = { kind: 'role', roleArn, accountId: deployment.accountId };
        return [role.logicalId, { principal, statements: rolePolicies(deployment, role) }] as const;
      }),
  );
  const policyOf = (resource: string) =>
    setByApi(resource) ?? byResource.get(resource) ?? byResource.get(bucketOf(resource)) ?? [];
  const isDenied = (requirement: Requirement, principal: Principal, statements: readonly Statement[]) => {
    const request = toRequest(requirement, callerContext(principal));
    return !isAllowed(request, principal, statements, policyOf(request.resource));
  };
  return {
    deniedToRole: (roleLogicalId, requirements) => {
      const role = roles.get(roleLogicalId);
      return requirements.find(
        (requirement) => role === undefined || isDenied(requirement, role.principal, role.statements),
      );
    },
    deniedByPolicy: ({ arn, statements }, requirements) => {
      const principal: Principal = { kind: 'role', roleArn: arn, accountId: deployment.accountId };
      return requirements.find((requirement) => isDenied(requirement, principal, statements));
    },
    allowsService: (service, requirement) => {
      const request = toRequest(requirement, secureTransport);
      return isAllowed(request, { kind: 'service', service }, [], policyOf(request.resource));
    },
  };
}

/** IAM's order within one account: an explicit deny, else an allow of the caller's or the resource's policy, else no. */
function isAllowed(
  request: Request,
  principal: Principal,
  identity: readonly Statement[],
  resource: readonly Statement[],
): boolean {
  const identityHits = identity.filter((statement) => statement.covers(request));
  const resourceHits = resource.filter((statement) => statement.covers(request));
  const concerned = resourceHits.filter((statement) => statement.concerns(principal) !== 'no');
  if ([...identityHits, ...concerned].some(({ effect }) => effect === 'Deny')) return false;
  // A resource policy that names the account only hands the decision back to the identity's own policies.
  const named = concerned.filter((statement) => statement.concerns(principal) === 'yes');
  return [...identityHits, ...named].some(({ effect }) => effect === 'Allow');
}

/** On AWS every call uses TLS 1.2 or later; here the loopback interface counts as that. */
const secureTransport = toContext({ 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' });

function callerContext(principal: Principal): Context {
  if (principal.kind === 'service') return secureTransport;
  return {
    ...secureTransport,
    ...toContext({ 'aws:PrincipalArn': principal.roleArn, 'aws:PrincipalAccount': principal.accountId }),
  };
}

function toRequest({ action, resource, context }: Requirement, caller: Context): Request {
  return { action, resource, context: { ...caller, ...toContext(context ?? {}) } };
}

function bucketOf(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] ?? resource) : resource;
}
