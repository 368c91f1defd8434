import { join } from 'node:path';
import { readRules } from '../aws/events/rules/read-rules';
import type { Rule } from '../aws/events/rules/rule';
import { type DeliveryStream, readDeliveryStreams } from '../aws/firehose/delivery-stream';
import { createAuthorizer } from '../aws/iam/authorizer';
import { resourcePolicyTypes } from '../aws/iam/resource-policies';
import { unservedSubscriptions } from '../delivery/read-subscriptions';
import { type Mapping, readMappings, unservedMappings } from '../event-source/read-mapping';
import { calledFunctions, type RestApi } from '../gateway/api-model';
import { readRestApi } from '../gateway/read-rest-api';
import { checkAsyncConfigs } from '../lambda/check-async-configs';
import type { FunctionConfig } from '../lambda/function-config';
import { inlineCodeFolder } from '../lambda/inline-code';
import { reachedFunctions, readFunctions } from '../lambda/read-functions';
import { type CloudAssembly, readCloudAssembly, type StackChoice } from '../template/cloud-assembly';
import { deployTemplate } from '../template/deploy-template';
import type { Deployment } from '../template/deployment';
import type { Template } from '../template/template';
import { unsupportedTypes } from './supported-types';

/** A synthesized stack as this machine supports it. */
export interface Stack {
  readonly stackName: string;
  readonly template: Template;
  readonly deployment: Deployment;
  /** Undefined when the template has no REST API. */
  readonly api: RestApi | undefined;
  readonly functions: readonly FunctionConfig[];
  /** The logical ids of those that the API calls, or a queue feeds. */
  readonly mustRun: ReadonlySet<string>;
  readonly mappings: readonly Mapping[];
  readonly rules: readonly Rule[];
  readonly deliveryStreams: readonly DeliveryStream[];
  /** Types of the template that have no part in the run. */
  readonly unsupportedTypes: readonly string[];
  /** A sentence for each function, rule, target and subscription that is not run here. */
  readonly notRun: readonly string[];
  /** What the AWS server was started with: another one needs another start. */
  readonly behindTheServer: string;
}

/**
 * Reads all that is supported from the template. An API and the functions that it calls must be supported; what else
 * cannot be run here is listed in `notRun`.
 * @param endpoint where the AWS server will listen
 * @param inlineStore where to write code that is inline in the template
 * @throws LocalCloudError for anything that matters and is not supported
 */
export function readStack(
  { template, stackName, assetDirectory }: CloudAssembly,
  endpoint: string,
  inlineStore: string,
): Stack {
  const deployment = deployTemplate(template, { endpoint, stackName });
  const api = readRestApi(deployment);
  const { rules, notRun: rulesNotRun } = readRules(deployment, deployment.ofType('AWS::Events::Rule'));
  const called = api === undefined ? new Set<string>() : calledFunctions(api.root);
  const folders = { ofAsset: assetDirectory, ofText: (text: string) => inlineCodeFolder(inlineStore, text) };
  const found = readFunctions(deployment, folders, {
    isCalled: (arn) => called.has(arn),
    isReached: reachedFunctions(deployment, rules),
  });
  checkAsyncConfigs(deployment, found.functions, createAuthorizer(deployment));
  const roleOf = (id: string) => found.functions.find(({ logicalId }) => logicalId === id)?.roleLogicalId ?? id;
  const isRun = (id: string) => found.functions.some(({ logicalId }) => logicalId === id);
  const mappings = readMappings(deployment, roleOf).filter(({ functionLogicalId }) => isRun(functionLogicalId));
  const ofApi = found.functions.filter(({ arn }) => called.has(arn)).map(({ logicalId }) => logicalId);
  return {
    stackName,
    template,
    deployment,
    api,
    rules,
    deliveryStreams: readDeliveryStreams(deployment),
    functions: found.functions,
    mustRun: new Set([...ofApi, ...mappings.map(({ functionLogicalId }) => functionLogicalId)]),
    mappings,
    unsupportedTypes: unsupportedTypes(template, supportedByLocalAws),
    notRun: [...found.notRun, ...rulesNotRun, ...unservedMappings(deployment), ...unservedSubscriptions(deployment)],
    behindTheServer: partsBehindTheServer(template),
  };
}

function partsBehindTheServer({ Resources }: Template): string {
  const parts = Object.entries(Resources).filter(
    // The gateway's calls need no permission here, and each of its methods brings some.
    ([, { Type, Properties }]) =>
      supportedByLocalAws.includes(Type) && Properties?.Principal !== 'apigateway.amazonaws.com',
  );
  return JSON.stringify(parts.map(([id, { Type, Properties }]) => [id, Type, Properties]));
}

interface Where {
  readonly chooseStack: StackChoice;
  readonly dataDir: string;
}

/** The stack in a folder that `cdk synth` wrote. @throws LocalCloudError for anything that is not supported */
export function readAssembledStack({ chooseStack, dataDir }: Where, directory: string, endpoint: string): Stack {
  return readStack(readCloudAssembly(directory, chooseStack), endpoint, join(dataDir, 'inline-functions'));
}

/** Resource types of the template that the AWS half supports. */
export const supportedByLocalAws: readonly string[] = [
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::IAM::RolePolicy',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  ...resourcePolicyTypes,
];
