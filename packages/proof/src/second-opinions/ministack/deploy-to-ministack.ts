import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Template } from '@vibes-callbacks/local-cloud';
import { runCommand } from '../../support/run-command';
import type { Ministack } from './start-ministack';

export interface StackOnMinistack {
  readonly outputs: Readonly<Record<string, string>>;
  /** What the simulator posts to, in place of the host name that only AWS answers. */
  readonly endpointUrl: string;
}

export interface MiniStackDeployment {
  /** Where `cdk synth` wrote to: it holds the functions' code. */
  readonly assembly: string;
  readonly template: Template;
  readonly python: string;
}

const StackName = 'VibesCallbacks';
const assets = 'cdk-hnb659fds-assets-000000000000-us-east-1';

/** Deploys as CloudFormation would be asked to: code and template in the assets bucket. @throws Error with its reason */
export async function deployToMinistack(
  ministack: Ministack,
  deployment: MiniStackDeployment,
): Promise<StackOnMinistack> {
  const s3 = new S3Client({ ...ministack.access, forcePathStyle: true });
  const cloudFormation = new CloudFormationClient(ministack.access);
  await s3.send(new CreateBucketCommand({ Bucket: assets }));
  await uploadCode(s3, deployment);
  // Too long to be sent along.
  const Key = 'template.json';
  await s3.send(new PutObjectCommand({ Bucket: assets, Key, Body: JSON.stringify(deployment.template) }));
  const TemplateURL = `${ministack.endpoint}/${assets}/${Key}`;
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateURL, Capabilities: ['CAPABILITY_IAM'] }));
  const outputs = await outputsOf(cloudFormation);
  const { hostname, pathname } = new URL(outputs.EndpointUrl ?? '');
  const endpointUrl = `${ministack.endpoint}/_aws/execute-api/${hostname.split('.')[0]}${pathname}`;
  return { outputs, endpointUrl };
}

async function uploadCode(s3: S3Client, { assembly, template, python }: MiniStackDeployment): Promise<void> {
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  for (const { Properties } of functions) {
    const Key = String(Object(Properties?.Code).S3Key);
    const zip = join(assembly, Key);
    const folder = join(assembly, `asset.${Key.replace('.zip', '')}`);
    const files = readdirSync(folder).map((file) => join(folder, file));
    const zipped = await runCommand(python, ['-m', 'zipfile', '-c', zip, ...files]);
    if (zipped.code !== 0) throw new Error(`the code could not be packed: ${zipped.output}`);
    await s3.send(new PutObjectCommand({ Bucket: assets, Key, Body: readFileSync(zip) }));
  }
}

async function outputsOf(client: CloudFormationClient): Promise<Readonly<Record<string, string>>> {
  try {
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
  } catch {
    throw new Error(await reasonOf(client));
  }
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const outputs = Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));
}

async function reasonOf(client: CloudFormationClient): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const failures = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'));
  return failures.map((one) => `${one.LogicalResourceId}: ${one.ResourceStatusReason}`).join('\n') || 'no reason given';
}
