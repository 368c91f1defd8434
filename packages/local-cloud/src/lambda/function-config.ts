import type { Deployment, LocalResource } from '../template/deployment';
import { asRecord, numberOf, optionalText, refuse, refuseUnknown, textOf } from '../template/properties';
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
    environment: readEnvironment(asRecord(asRecord(properties.Environment).Variables)),
    // 3 s and 128 MB are the service's own defaults.
    timeoutMs: numberOf(properties.Timeout, 3) * 1000,
    memoryMb: numberOf(properties.MemorySize, 128),
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

function readEnvironment(variables: Record<string, unknown>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) environment[name] = optionalText(value) ?? '';
  return environment;
}

function roleOf(resource: LocalResource, deployment: Deployment): string {
  const arn = textOf(resource, 'Role');
  const role = deployment.withArn('AWS::IAM::Role', arn);
  return role?.logicalId ?? refuse(resource, `the role ${arn}, which the template does not make,`);
}
