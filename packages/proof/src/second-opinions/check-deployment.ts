import type { Template, TemplateResource } from '@vibes-callbacks/local-cloud';
import { runCommand } from '../support/run-command';
import { deploy, replaced, writeTemplate } from './assembly';
import { CheckFailed, type CheckOutcome, check } from './outcome';
import { type Server, startServer } from './server';
import type { Tool } from './tools';

const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** Deploys the written template to moto's CloudFormation, which must create all outputs and each resource that it knows. */
export function checkDeployment(python: Tool): Promise<CheckOutcome> {
  return check('deployment to moto', [python], deployToMoto);
}

async function deployToMoto(python: string): Promise<string> {
  const written = await writeTemplate('deployment');
  const { template, leftOut } = adaptForMoto(written.template, await typesKnownTo(python));
  const moto = await startMoto(python);
  try {
    const { resources, outputs } = await deploy({ ...access, endpoint: moto.endpoint }, written, template);
    const missing = Object.keys(template.Resources).filter((id) => !resources.has(id));
    const silent = Object.keys(template.Outputs ?? {}).filter((key) => !outputs[key]);
    if (missing.length + silent.length > 0)
      throw new CheckFailed(`not created: ${missing.join(', ') || 'nothing'}; without a value: ${silent.join(', ')}`);
    const unknown = [...leftOut].map(([type, count]) => `${count} ${type}`).sort();
    const created = `${resources.size} resources and ${Object.keys(outputs).length} outputs`;
    return `${created}; not known to it: ${unknown.join(', ')}`;
  } finally {
    await moto.stop();
  }
}

export function startMoto(python: string): Promise<Server> {
  const argsFor = (port: string) => ['-m', 'moto.server', '-H', '127.0.0.1', '-p', port];
  return startServer({ command: python, argsFor });
}

async function typesKnownTo(python: string): Promise<ReadonlySet<string>> {
  const script = 'from moto.cloudformation.parsing import get_model_map; print("\\n".join(get_model_map()))';
  const { output } = await runCommand(python, ['-W', 'ignore', '-c', script]);
  return new Set(output.split(/\r?\n/).filter((line) => line.includes('::')));
}

export interface Adapted {
  readonly template: Template;
  /** Types that moto's CloudFormation does not know, with how many of each were left out. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * The template as moto's CloudFormation can deploy it. It would silently ignore types that it does not know, and every
 * reference to them: they are left out, and placeholders replace the references.
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

/** moto 5.2.5 reads an archive's pattern only as text. */
function adaptResource(resource: TemplateResource): TemplateResource {
  const { EventPattern, ...properties } = resource.Properties ?? {};
  if (resource.Type !== 'AWS::Events::Archive') return resource;
  return { ...resource, Properties: { ...properties, EventPattern: JSON.stringify(EventPattern) } };
}

type Outputs = NonNullable<Template['Outputs']>;

/** Drops dependencies on what was left out, and replaces references to it with placeholders. */
function withStandIns(value: object, unknown: ReadonlyMap<string, TemplateResource>): unknown {
  return replaced(value, (object) => {
    const { Ref: ref, 'Fn::GetAtt': attribute, DependsOn, ...rest }: Record<string, unknown> = { ...object };
    if (Array.isArray(DependsOn)) {
      return { ...(withStandIns(rest, unknown) as object), DependsOn: DependsOn.filter((id) => !unknown.has(id)) };
    }
    const id = Array.isArray(attribute) ? attribute[0] : ref;
    const resource = typeof id === 'string' ? unknown.get(id) : undefined;
    return resource && (resource.Properties?.StageName ?? standInArn(resource.Type, String(id)));
  });
}

/** A policy's resource must have the form of an ARN. */
function standInArn(type: string, id: string): string {
  const service = type.split('::')[1]?.toLowerCase();
  return `arn:aws:${service}:us-east-1:123456789012:${id}`;
}
