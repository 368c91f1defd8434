import type { Template, TemplateResource } from '@vibes-callbacks/local-cloud';

export interface Adapted {
  readonly template: Template;
  /** Types that moto's CloudFormation does not know, with how many of each were left out. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * The template as moto's CloudFormation can take it. Types that it does not know would become nothing without a word, and
 * so would every reference to them: they are left out, and a placeholder takes the place of their references.
 */
export function adaptForMoto(template: Template, known: ReadonlySet<string>): Adapted {
  const all = Object.entries(template.Resources);
  const unknown = new Map(all.filter(([, { Type }]) => !known.has(Type)));
  const leftOut = new Map<string, number>();
  for (const { Type } of unknown.values()) leftOut.set(Type, (leftOut.get(Type) ?? 0) + 1);
  const Resources = Object.fromEntries(
    all
      .filter(([id]) => !unknown.has(id))
      .map(([id, resource]) => [id, withStandIns(adaptResource(resource), unknown) as TemplateResource]),
  );
  return { template: { Resources, Outputs: withStandIns(template.Outputs ?? {}, unknown) as Outputs }, leftOut };
}

/** moto 5.2.5 reads an archive's pattern as text alone. */
function adaptResource(resource: TemplateResource): TemplateResource {
  const { EventPattern, ...properties } = resource.Properties ?? {};
  if (resource.Type !== 'AWS::Events::Archive') return resource;
  return { ...resource, Properties: { ...properties, EventPattern: JSON.stringify(EventPattern) } };
}

type Outputs = NonNullable<Template['Outputs']>;
type Unknown = ReadonlyMap<string, TemplateResource>;

function withStandIns(value: unknown, unknown: Unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.filter((item) => typeof item !== 'string' || !unknown.has(item));
    return kept.map((item) => withStandIns(item, unknown));
  }
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute }: { Ref?: unknown; 'Fn::GetAtt'?: unknown } = value;
  const id = Array.isArray(attribute) ? attribute[0] : ref;
  const resource = typeof id === 'string' ? unknown.get(id) : undefined;
  if (resource !== undefined) return resource.Properties?.StageName ?? standInArn(resource.Type, String(id));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withStandIns(item, unknown)]));
}

/** Policies want an ARN that looks like one. */
function standInArn(type: string, id: string): string {
  const service = type.split('::')[1]?.toLowerCase();
  return `arn:aws:${service}:us-east-1:123456789012:${id}`;
}
