import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Template } from '@vibes-callbacks/local-cloud';
import { type Assembly, artifacts, uploadsOf } from '../assembly';
import type { Ministack } from './start-ministack';

export interface StackOnMinistack {
  readonly outputs: Readonly<Record<string, string>>;
  /** What the simulator posts to, in place of the host name that only AWS answers. */
  readonly endpointUrl: string;
}

const StackName = 'VibesCallbacks';

/** Deploys as `docs/WITHOUT-CDK.md` says: the files in a bucket, and the template by its URL. @throws Error with its reason */
export async function deployToMinistack(
  ministack: Ministack,
  written: Assembly,
  adapted: Template,
): Promise<StackOnMinistack> {
  const s3 = new S3Client({ ...ministack.access, forcePathStyle: true });
  const cloudFormation = new CloudFormationClient(ministack.access);
  const { bucket: Bucket, prefix } = artifacts;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const file of uploadsOf(written)) await s3.send(new PutObjectCommand({ Bucket, ...file }));
  const Key = `${prefix}/adapted.json`;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(adapted) }));
  const TemplateURL = `${ministack.endpoint}/${Bucket}/${Key}`;
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateURL, Capabilities: ['CAPABILITY_IAM'] }));
  const outputs = await outputsOf(cloudFormation);
  const { hostname, pathname } = new URL(outputs.EndpointUrl ?? '');
  const endpointUrl = `${ministack.endpoint}/_aws/execute-api/${hostname.split('.')[0]}${pathname}`;
  return { outputs, endpointUrl };
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
