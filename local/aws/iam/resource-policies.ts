import type { Deployment, LocalResource } from '../../template/deployment';
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

/** An event bus policy is one statement, not a document. */
function documentOf({ PolicyDocument, ResourcePolicy, Statement }: LocalResource['properties'], type: string): unknown {
  if (type === 'AWS::Events::EventBusPolicy') return { Statement };
  return PolicyDocument ?? ResourcePolicy;
}

function arnsOf(deployment: Deployment, type: string, refs: readonly unknown[]): string[] {
  return deployment
    .ofType(type)
    .filter(({ ref }) => refs.includes(ref))
    .map(({ logicalId }) => deployment.attribute(logicalId, 'Arn'));
}
