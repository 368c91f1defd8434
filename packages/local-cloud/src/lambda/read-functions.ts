import { statSync } from 'node:fs';
import type { Rule } from '../aws/events/rules/rule';
import { LocalCloudError } from '../base/local-cloud-error';
import type { Deployment, LocalResource } from '../template/deployment';
import { asRecord, optionalText, refuse } from '../template/properties';
import { type FunctionConfig, readFunction, runtimeOfThisProcess } from './function-config';
import type { CodeFolders } from './inline-code';

export interface FunctionsRead {
  readonly functions: readonly FunctionConfig[];
  /** A sentence for each function that something reaches and that is not run here as it would be in the cloud. */
  readonly notRun: readonly string[];
}

export interface Reached {
  /** By the API: it must run. */
  isCalled(arn: string): boolean;
  /** By a queue, a rule, a topic or another function: it runs where it can. */
  isReached(arn: string): boolean;
}

/** @throws LocalCloudError for a function that the API calls and that cannot be run here */
export function readFunctions(
  deployment: Deployment,
  folders: CodeFolders,
  { isCalled, isReached }: Reached,
): FunctionsRead {
  const notRun: string[] = [];
  const functions = deployment.ofType('AWS::Lambda::Function').flatMap((resource) => {
    const arn = deployment.attribute(resource.logicalId, 'Arn');
    if (isCalled(arn)) return [readOnThisNode(resource, deployment, folders, notRun)];
    return isReached(arn) ? readIfPossible(resource, deployment, folders, notRun) : [];
  });
  return { functions, notRun };
}

/**
 * A function for another Node.js version runs on this one, with a note.
 * @throws LocalCloudError for a function that is not for Node.js
 */
function readOnThisNode(
  resource: LocalResource,
  deployment: Deployment,
  folders: CodeFolders,
  notRun: string[],
): FunctionConfig {
  const runtime = optionalText(resource.properties.Runtime) ?? '';
  const isNode = /^nodejs\d+\.x$/.test(runtime);
  const read = readFunction(resource, deployment, folders, isNode ? runtime : undefined);
  if (isNode && runtime !== runtimeOfThisProcess) {
    notRun.push(`The function ${resource.logicalId} runs on ${runtimeOfThisProcess} here, not on ${runtime}.`);
  }
  return read;
}

function readIfPossible(
  resource: LocalResource,
  deployment: Deployment,
  folders: CodeFolders,
  notRun: string[],
): readonly FunctionConfig[] {
  try {
    const read = readOnThisNode(resource, deployment, folders, notRun);
    if (statSync(read.bundleDirectory, { throwIfNoEntry: false })?.isFile()) refuse(resource, 'code in a zip file');
    return [read];
  } catch (error) {
    if (!(error instanceof LocalCloudError)) throw error;
    notRun.push(`The function ${resource.logicalId} is not run. ${error.message}`);
    return [];
  }
}

/** Whether anything but the API may invoke a function: a mapping, a rule, a subscription, a destination. */
export function reachedFunctions(deployment: Deployment, rules: readonly Rule[]): Reached['isReached'] {
  const mapped = deployment.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties.FunctionName);
  const subscribed = deployment
    .ofType('AWS::SNS::Subscription')
    .filter(({ properties }) => properties.Protocol === 'lambda')
    .map(({ properties }) => properties.Endpoint);
  const targets = rules.flatMap((rule) => rule.targets.map(({ arn }) => arn));
  const destinations = deployment.ofType('AWS::Lambda::EventInvokeConfig').flatMap(({ properties }) => {
    const { OnSuccess, OnFailure } = asRecord(properties.DestinationConfig);
    return [asRecord(OnSuccess).Destination, asRecord(OnFailure).Destination];
  });
  const named = [...mapped, ...subscribed, ...targets, ...destinations].map((name) => String(name));
  // By name, or by ARN, which may end with a version or an alias.
  return (arn) => named.some((name) => name === arn || name.startsWith(`${arn}:`) || arn.endsWith(`:${name}`));
}
