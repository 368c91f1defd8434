import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { delimiter, dirname, join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Template } from '@vibes-callbacks/local-cloud';
import { temporaryFolder } from '../../support/temporary-folder';
import { type Assembly, artifacts, uploadsOf } from '../assembly';
import { startServer } from '../server';

export interface Ministack {
  readonly endpoint: string;
  /** The certificate that it made for itself. */
  readonly ca: Buffer;
  /** What an AWS client needs to reach it, as the owner of the account. */
  readonly access: {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly requestHandler: { readonly httpsAgent: Agent };
  };
  stop(): Promise<void>;
}

const region = 'us-east-1';

/**
 * MiniStack on this machine alone, without Docker: its Lambda runs the functions as processes of this very Node.js. With
 * TLS and IAM: it evaluates every policy of the stack and checks every signature.
 * @throws Error with what it said when it does not start
 */
export async function startMinistack(python: string): Promise<Ministack> {
  const folder = temporaryFolder('ministack-');
  const home = folder.path;
  const certificate = join(home, 'ministack-tls', 'server.crt');
  const environmentFor = (port: string) => ({
    // Nothing else of the caller's environment: the functions would get it too.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: home,
    TEMP: home,
    ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
    GATEWAY_PORT: port,
    BIND_HOST: '127.0.0.1',
    MINISTACK_REGION: region,
    LOG_LEVEL: 'WARNING',
    AUTH: 'true',
    USE_SSL: '1',
    NODE_EXTRA_CA_CERTS: certificate,
  });
  try {
    const server = await startServer({ command: python, argsFor: () => ['-m', 'ministack'], environmentFor });
    const pem = readFileSync(certificate);
    const endpoint = server.endpoint.replace('http:', 'https:');
    return {
      endpoint,
      ca: pem,
      access: {
        region,
        endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: { httpsAgent: new Agent({ ca: pem }) },
      },
      stop: async () => {
        await server.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

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
