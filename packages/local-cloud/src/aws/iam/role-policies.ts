import { LocalCloudError } from '../../base/local-cloud-error';
import type { Deployment, LocalResource } from '../../template/deployment';
import { asRecord, asRecords, asTexts } from '../../template/properties';
import { compilePolicy, type Statement } from './statement';

const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  AWSLambdaBasicExecutionRole: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
};

/** Every statement that a role's calls are measured by: its own, its managed and its attached policies. */
export function rolePolicies(deployment: Deployment, role: LocalResource): readonly Statement[] {
  if (role.properties.PermissionsBoundary !== undefined) {
    throw new LocalCloudError(
      'unsupported',
      `The local cloud cannot evaluate the permissions boundary of ${role.logicalId}: remove it from the role.`,
    );
  }
  const own = policiesOf(role);
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']
    .flatMap((type) => deployment.ofType(type))
    .filter((policy) => policy.properties.RoleName === role.ref || list(policy.properties.Roles).includes(role.ref))
    .flatMap((policy) => compilePolicy(policy.properties.PolicyDocument, policy.logicalId));
  return [...own, ...attached];
}

function policiesOf(role: LocalResource): Statement[] {
  const inline = list(role.properties.Policies).flatMap((policy) =>
    compilePolicy((policy as { PolicyDocument?: unknown }).PolicyDocument, role.logicalId),
  );
  return [...inline, ...list(role.properties.ManagedPolicyArns).flatMap((arn) => managed(String(arn), role.logicalId))];
}

function managed(arn: string, roleLogicalId: string): readonly Statement[] {
  const actions = managedPolicies[arn.split('/').at(-1) ?? ''];
  if (actions === undefined) {
    throw new LocalCloudError(
      'unsupported',
      `The local cloud does not know the managed policy ${arn} of ${roleLogicalId}: grant the actions one by one.`,
    );
  }
  return compilePolicy({ Statement: { Effect: 'Allow', Action: actions, Resource: '*' } }, arn);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A role that another service assumes, such as a state machine, signs no call here: its policies need not be understood. */
export function isTakenHere(role: LocalResource): boolean {
  const services = servicesOf(role);
  return services.length === 0 || services.some((service) => /^(?:lambda|events|apigateway|firehose)\./.test(service));
}

/** The services that may take a role. */
export function servicesOf({ properties }: LocalResource): readonly string[] {
  return asRecords(asRecord(properties.AssumeRolePolicyDocument).Statement).flatMap(({ Principal }) =>
    asTexts(asRecord(Principal).Service),
  );
}
