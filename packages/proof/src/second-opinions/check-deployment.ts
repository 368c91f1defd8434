import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Template, TemplateResource } from '@vibes-callbacks/local-cloud';
import { runCommand } from '../support/run-command';
import { type Assembly, artifacts, uploadsOf, writeTemplate } from './assembly';
import { type CheckOutcome, failed, passed, skipped } from './outcome';
import { type Server, startServer } from './server';
import type { Tool } from './tools';

const name = 'deployment to moto';
const stack = { StackName: 'VibesCallbacks' };
const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** Deploys the written template to the CloudFormation of moto's server: what it can create must be created, outputs included. */
export async function checkDeployment(python: Tool): Promise<CheckOutcome> {
  if ('missing' in python) return skipped(name, python.missing);
  const written = await writeTemplate('deployment');
  const { template: adapted, leftOut } = adaptForMoto(written.template, await typesKnownTo(python.path));
  const moto = await startMoto(python.path);
  try {
    return await deploy(moto.endpoint, written, adapted, leftOut);
  } catch (error) {
    return failed(name, 'moto refused the template', String(error));
  } finally {
    await moto.stop();
  }
}

export function startMoto(python: string): Promise<Server> {
  return startServer({
    command: python,
    argsFor: (port) => ['-m', 'moto.server', '-H', '127.0.0.1', '-p', port],
  });
}

async function typesKnownTo(python: string): Promise<ReadonlySet<string>> {
  const script = 'from moto.cloudformation.parsing import get_model_map; print("\\n".join(get_model_map()))';
  const { output } = await runCommand(python, ['-W', 'ignore', '-c', script]);
  return new Set(output.split(/\r?\n/).filter((line) => line.includes('::')));
}

async function deploy(
  endpoint: string,
  written: Assembly,
  template: Template,
  leftOut: ReadonlyMap<string, number>,
): Promise<CheckOutcome> {
  const cloudFormation = new CloudFormationClient({ ...access, endpoint });
  await upload(endpoint, written);
  const body = { ...stack, TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_IAM' as const] };
  await cloudFormation.send(new CreateStackCommand(body));
  const created = new Set<string>();
  for await (const { StackResourceSummaries } of paginateListStackResources({ client: cloudFormation }, stack)) {
    for (const { LogicalResourceId } of StackResourceSummaries ?? []) created.add(LogicalResourceId ?? '');
  }
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand(stack));
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return judge(template, created, outputs, leftOut);
}

async function upload(endpoint: string, written: Assembly): Promise<void> {
  const s3 = new S3Client({ ...access, endpoint, forcePathStyle: true });
  const { bucket: Bucket } = artifacts;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const file of uploadsOf(written)) await s3.send(new PutObjectCommand({ Bucket, ...file }));
}

function judge(
  template: Template,
  created: ReadonlySet<string>,
  outputs: ReadonlyMap<string | undefined, string | undefined>,
  leftOut: ReadonlyMap<string, number>,
): CheckOutcome {
  const missing = Object.keys(template.Resources).filter((id) => !created.has(id));
  const silent = Object.keys(template.Outputs ?? {}).filter((key) => !outputs.get(key));
  if (missing.length + silent.length > 0) {
    return failed(name, `not created: ${missing.join(', ') || 'nothing'}; without a value: ${silent.join(', ')}`);
  }
  const unknown = [...leftOut].map(([type, count]) => `${count} ${type}`).sort();
  return passed(name, `${created.size} resources and ${outputs.size} outputs; not known to it: ${unknown.join(', ')}`);
}

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

/** A policy's resource must have the form of an ARN. */
function standInArn(type: string, id: string): string {
  const service = type.split('::')[1]?.toLowerCase();
  return `arn:aws:${service}:us-east-1:123456789012:${id}`;
}
