import type { Deployment, LocalResource } from '../../template/deployment';
import { asTexts } from '../../template/properties';
import { compilePolicy, type Statement } from './statement';

type Targets = (properties: LocalResource['properties'], deployment: Deployment) => readonly string[];

/** Where a resource policy says whom it belongs to; the ARN that it protects. */
const attachments: Readonly<Record<string, Targets>> = {
  'AWS::SQS::QueuePolicy': ({ Queues }, deployment) =>
    arnsOf(deployment, 'AWS::SQS::Queue', Array.isArray(Queues) ? Queues : []),
  'AWS::S3::BucketPolicy': ({ Bucket }) => [`arn:aws:s3:::${String(Bucket)}`],
  'AWS::Events::EventBusPolicy': ({ EventBusName }, deployment) =>
    arnsOf(deployment, 'AWS::Events::EventBus', [EventBusName]),
  'AWS::SecretsManager::ResourcePolicy': ({ SecretId }) => [String(SecretId)],
  'AWS::SNS::TopicPolicy': ({ Topics }) => asTexts(Topics),
  'AWS::Lambda::Permission': ({ FunctionName }, deployment) => [functionArn(FunctionName, deployment)],
};

export const resourcePolicyTypes = Object.keys(attachments);

/** The template's resource policies by the ARN of what they protect. */
export function resourcePolicies(deployment: Deployment): ReadonlyMap<string, readonly Statement[]> {
  const policies = new Map<string, readonly Statement[]>();
  for (const [type, targets] of Object.entries(attachments)) {
    for (const { logicalId, properties } of deployment.ofType(type)) {
      const statements = compilePolicy(documentOf(properties, type), logicalId);
      for (const arn of targets(properties, deployment))
        policies.set(arn, [...(policies.get(arn) ?? []), ...statements]);
    }
  }
  return policies;
}

/** An event bus policy is one statement, and so is a function's permission, in another form. */
function documentOf(properties: LocalResource['properties'], type: string): unknown {
  const { PolicyDocument, ResourcePolicy, Statement } = properties;
  if (type === 'AWS::Lambda::Permission') return { Statement: permissionStatements(properties) };
  return type === 'AWS::Events::EventBusPolicy' ? { Statement } : (PolicyDocument ?? ResourcePolicy);
}

/** Properties of a permission that are not known here: such a permission admits no caller. */
const unknownOfPermission = ['EventSourceToken', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl', 'PrincipalOrgID'];

function permissionStatements(properties: LocalResource['properties']): readonly unknown[] {
  const { Action, Principal, SourceArn, SourceAccount } = properties;
  if (unknownOfPermission.some((name) => properties[name] !== undefined)) return [];
  const isService = /^[a-z0-9.-]+\.amazonaws\.com$/.test(String(Principal));
  return [
    {
      Effect: 'Allow',
      Action,
      Resource: '*',
      Principal: isService ? { Service: Principal } : { AWS: Principal },
      Condition: {
        ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
        ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
      },
    },
  ];
}

/** A permission names its function by name or by ARN. */
function functionArn(name: unknown, { region, accountId }: Deployment): string {
  const text = String(name);
  return text.startsWith('arn:') ? text : `arn:aws:lambda:${region}:${accountId}:function:${text}`;
}

function arnsOf(deployment: Deployment, type: string, refs: readonly unknown[]): string[] {
  return deployment
    .ofType(type)
    .filter(({ ref }) => refs.includes(ref))
    .map(({ logicalId }) => deployment.attribute(logicalId, 'Arn'));
}
