import type { CfnTemplate } from '../releases/template-changes';

/** Of a resource, a role's statement, an environment. */
type Properties = Readonly<Record<string, unknown>>;

/** @throws Error unless the template has exactly one */
export function propertiesOf({ Resources }: CfnTemplate, type: string, part: string): Properties {
  const found = Object.entries(Resources).filter(([id, one]) => one.Type === type && id.includes(part));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`the template has ${found.length} of ${type} ${part}`);
  return first[1].Properties ?? {};
}

export function numberAt(template: CfnTemplate, type: string, part: string, property: string): number {
  const value = propertiesOf(template, type, part)[property];
  if (typeof value !== 'number') throw new Error(`${part} has no ${property}: it would be kept for ever`);
  return value;
}

export function lifecycleDays(template: CfnTemplate, prefix: string): number {
  const { LifecycleConfiguration, VersioningConfiguration } = propertiesOf(template, 'AWS::S3::Bucket', 'Storage');
  if (VersioningConfiguration !== undefined)
    throw new Error('the bucket keeps versions, of which the page says nothing');
  const { Rules } = LifecycleConfiguration as { readonly Rules: readonly Properties[] };
  const days = Rules.find(({ Prefix }) => Prefix === prefix)?.ExpirationInDays;
  if (typeof days !== 'number') throw new Error(`nothing expires under ${prefix}`);
  return days;
}

export function variablesOf(template: CfnTemplate, part: string): Properties {
  const { Environment } = propertiesOf(template, 'AWS::Lambda::Function', part);
  return (Environment as { readonly Variables: Properties }).Variables;
}

/** The roles whose policies name the action on what has this in its ARN. */
export function readers(template: CfnTemplate, action: string, on: string): string {
  const roles = ['Challenge', 'Consumer', 'Ingest', 'Outcomes', 'Sweep'].filter((role) =>
    Object.entries(template.Resources)
      .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.includes(role))
      .flatMap(
        ([, { Properties: policy = {} }]) => (policy.PolicyDocument as { Statement: readonly Properties[] }).Statement,
      )
      .some(({ Action, Resource }) => [Action].flat().includes(action) && JSON.stringify(Resource).includes(on)),
  );
  return roles.length === 0 ? 'none of the roles' : roles.map((role) => role.toLowerCase()).join(', ');
}
