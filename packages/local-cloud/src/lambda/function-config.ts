import type { Deployment, LocalResource } from '../template/deployment';
import {
  asRecord,
  numberOf,
  numberWithin,
  optionalText,
  refuse,
  refusedByAws,
  refuseUnknown,
  textOf,
} from '../template/properties';
import type { CodeFolders } from './inline-code';
import { type Logging, readLogging } from './logging';

/** An `AWS::Lambda::Function` of the template. */
export interface FunctionConfig {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** `index.handler`. */
  readonly handler: string;
  /** The asset's own folder, or that of the code in the template: the bundle that would be deployed. */
  readonly bundleDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly roleLogicalId: string;
  readonly logging: Logging;
  /** The most invocations at a time, where the template reserves them. */
  readonly reservedConcurrency?: number;
}

/** Nothing of these shows on one machine: architecture (JavaScript), names for people, traces kept elsewhere. */
const harmless = [
  'Architectures',
  'Description',
  'EphemeralStorage',
  'KmsKeyArn',
  'RuntimeManagementConfig',
  'Tags',
  'TracingConfig',
];
const supported = [
  'Code',
  'DeadLetterConfig',
  'Environment',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'Timeout',
];

export const runtimeOfThisProcess = `nodejs${process.versions.node.split('.')[0]}.x`;

/** @throws LocalCloudError for what the local cloud does not support: another runtime, layers, a VPC */
export function readFunction(
  resource: LocalResource,
  deployment: Deployment,
  folders: CodeFolders,
  runtime = runtimeOfThisProcess,
): FunctionConfig {
  const { properties, logicalId } = resource;
  refuseUnknown(resource, properties, supported, harmless);
  if (optionalText(properties.PackageType) === 'Image') refuse(resource, 'a container image');
  if (properties.Runtime !== runtime) {
    refuse(
      resource,
      `the runtime ${textOf(resource, 'Runtime')} on ${runtime}: run it with that version of Node.js; it`,
    );
  }
  const reserved = properties.ReservedConcurrentExecutions;
  return {
    logicalId,
    name: resource.ref,
    arn: deployment.attribute(logicalId, 'Arn'),
    handler: textOf(resource, 'Handler'),
    bundleDirectory: bundleOf(resource, folders),
    environment: readEnvironment(resource),
    // 3 s and 128 MB are the service's own defaults.
    timeoutMs: numberWithin(resource, properties, 'Timeout', { least: 1, most: 900, otherwise: 3 }) * 1000,
    memoryMb: numberWithin(resource, properties, 'MemorySize', { least: 128, most: 10_240, otherwise: 128 }),
    roleLogicalId: roleOf(resource, deployment),
    logging: readLogging(resource),
    ...(reserved === undefined ? {} : { reservedConcurrency: numberOf(reserved, 0) }),
  };
}

function bundleOf(resource: LocalResource, folders: CodeFolders): string {
  const { S3Key, ZipFile } = asRecord(resource.properties.Code);
  if (typeof S3Key === 'string') return folders.ofAsset(S3Key);
  if (typeof ZipFile === 'string') return folders.ofText(ZipFile);
  return refuse(resource, 'code that is neither an asset nor in the template');
}

/** Developer guide, "Lambda quotas" and "Defined runtime environment variables". */
const maxEnvironmentBytes = 4096;
const reserved =
  /^(?:_HANDLER|_X_AMZN_TRACE_ID|AWS_DEFAULT_REGION|AWS_REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_LAMBDA_(?:FUNCTION_NAME|FUNCTION_MEMORY_SIZE|FUNCTION_VERSION|INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API)|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

function readEnvironment(resource: LocalResource): Record<string, string> {
  const variables = Object.entries(asRecord(asRecord(resource.properties.Environment).Variables));
  const taken = variables.find(([name]) => reserved.test(name));
  if (taken !== undefined) refusedByAws(resource, `its environment has ${taken[0]}, which Lambda sets itself`);
  const environment = Object.fromEntries(variables.map(([name, value]) => [name, optionalText(value) ?? '']));
  const bytes = Buffer.byteLength(JSON.stringify(environment));
  if (bytes > maxEnvironmentBytes)
    refusedByAws(resource, `its environment has ${bytes} bytes, ${maxEnvironmentBytes} are the most`);
  return environment;
}

function roleOf(resource: LocalResource, deployment: Deployment): string {
  const arn = textOf(resource, 'Role');
  const role = deployment.withArn('AWS::IAM::Role', arn);
  return role?.logicalId ?? refuse(resource, `the role ${arn}, which the template does not make,`);
}
