import { readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Agent } from 'node:https';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  paginateListStackResources,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Template } from '@vibes-callbacks/local-cloud';
import { synthesize as upToDateAssembly } from '../../../cli/src/start/synthesize';
import { root, runCommand } from '../support/run-command';
import { folder } from './tools';

/** Where the functions' code is in S3, for the template that is deployed without CDK. */
const artifacts = { bucket: 'artifacts', prefix: 'vibes/check' } as const;

export interface Assembly {
  readonly folder: string;
  readonly templatePath: string;
  readonly template: Template;
}

/** The stack as it is now, with settings as `cdk synth -c` takes them. @throws StartError with what the app said */
export async function synthesize(settings: Readonly<Record<string, string>> = {}): Promise<Assembly> {
  const context = { settings: 'none', ...settings };
  return assemblyIn(await upToDateAssembly({ projectDirectory: root, context }), 'VibesCallbacks.template.json');
}

function assemblyIn(out: string, file: string): Assembly {
  const templatePath = join(out, file);
  return { folder: out, templatePath, template: JSON.parse(readFileSync(templatePath, 'utf8')) };
}

/**
 * Writes the template for a deployment without CDK (`npm run template`), and the functions' code as zips beside it.
 * @throws Error with what the command said
 */
export async function writeTemplate(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Assembly> {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  const words = ['--bucket', artifacts.bucket, '--prefix', artifacts.prefix, '--out', out, '--settings', 'none'];
  const command = ['--import', 'tsx', join(root, 'scripts', 'template.ts'), ...words];
  const { code, output } = await runCommand(process.execPath, command, { environment: settings });
  if (code !== 0) throw new Error(output);
  return assemblyIn(out, 'template.json');
}

/** What an AWS client needs to reach an emulator, as the owner of the account. */
export interface EmulatorAccess {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler?: { readonly httpsAgent: Agent };
}

const StackName = 'VibesCallbacks';

/**
 * Deploys as `docs/WITHOUT-CDK.md` says: the files in a bucket, and the template by its URL.
 * @param adapted the template as this emulator can deploy it
 * @throws Error with the emulator's reason
 */
export async function deploy(access: EmulatorAccess, { folder: out }: Assembly, adapted: Template) {
  const s3 = new S3Client({ ...access, forcePathStyle: true });
  const client = new CloudFormationClient(access);
  const { bucket: Bucket, prefix } = artifacts;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (file: string, Body: Buffer | string) =>
    s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/${file}`, Body }));
  for (const file of readdirSync(out)) await put(file, readFileSync(join(out, file)));
  await put('adapted.json', JSON.stringify(adapted));
  // moto looks into its own S3 for a URL of this host.
  const TemplateURL = `${access.endpoint.replace('127.0.0.1', 'localhost')}/${Bucket}/${prefix}/adapted.json`;
  await client.send(new CreateStackCommand({ StackName, TemplateURL, Capabilities: ['CAPABILITY_IAM'] }));
  try {
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
  } catch {
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
    const failures = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'));
    const reasons = failures.map((one) => `${one.LogicalResourceId}: ${one.ResourceStatusReason}`);
    throw new Error(reasons.join('\n') || 'no reason given');
  }
  /** Logical ids. */
  const resources = new Set<string>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    for (const { LogicalResourceId = '' } of StackResourceSummaries) resources.add(LogicalResourceId);
  }
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const given = (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  const outputs: Readonly<Record<string, string>> = Object.fromEntries(given);
  return { resources, outputs };
}

/** The value with objects replaced for which `change` returns something else. */
export function replaced(value: unknown, change: (object: object) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const other = change(value);
  if (other !== undefined) return other;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, change)]));
}
