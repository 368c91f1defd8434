import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';

export interface CfnTemplate {
  readonly Resources: Readonly<Record<string, CfnResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Description?: string }>>;
}

export interface CfnResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export interface ResourceChange {
  readonly logicalId: string;
  readonly type: string;
  /** `orphans`: it leaves the stack and stays in the account. */
  readonly does: 'creates' | 'updates' | 'replaces' | 'deletes' | 'orphans';
  /** What of it is another. */
  readonly properties: readonly string[];
}

const doing: Readonly<Partial<Record<ResourceImpact, ResourceChange['does']>>> = {
  [ResourceImpact.WILL_CREATE]: 'creates',
  [ResourceImpact.WILL_UPDATE]: 'updates',
  [ResourceImpact.WILL_REPLACE]: 'replaces',
  [ResourceImpact.MAY_REPLACE]: 'replaces',
  [ResourceImpact.WILL_DESTROY]: 'deletes',
  [ResourceImpact.WILL_ORPHAN]: 'orphans',
};

/** What CloudFormation would do to get from one template to the other. AWS' own list says what replaces a resource. */
export function templateChanges(from: CfnTemplate, to: CfnTemplate): readonly ResourceChange[] {
  const changes: ResourceChange[] = [];
  fullDiff({ ...from }, { ...to }).resources.forEachDifference((logicalId, change) => {
    const does = doing[change.changeImpact];
    if (does === undefined) return;
    const properties = Object.keys(change.propertyUpdates ?? {}).sort();
    const type = (to.Resources[logicalId] ?? from.Resources[logicalId])?.Type ?? '';
    changes.push({ logicalId, type, does, properties });
  });
  return changes.sort((a, b) => a.logicalId.localeCompare(b.logicalId, 'en'));
}

/** Resources that hold data, or that Vibes calls. */
export const preciousTypes: readonly string[] = [
  'AWS::ApiGateway::BasePathMapping',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::DynamoDB::Table',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
];

/** Another secret is generated; and AWS takes not every change of a TLS policy, nor its way back (docs/UPGRADING.md). */
const delicate: readonly string[] = ['GenerateSecretString', 'SecurityPolicy'];

/** Changes that lose data or a URL, that make a new password count, or that AWS may refuse. */
export function dangers(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return changes.filter(
    ({ type, does, properties }) =>
      preciousTypes.includes(type) &&
      (['replaces', 'deletes', 'orphans'].includes(does) || properties.some((name) => delicate.includes(name))),
  );
}
