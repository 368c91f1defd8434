import { supportedByLocalAws } from '../aws/supported-aws-types';
import { type Mapping, readMappings } from '../event-source/read-mapping';
import { calledFunctions } from '../gateway/all-methods';
import type { RestApi } from '../gateway/api-model';
import { readRestApi } from '../gateway/read-rest-api';
import { type FunctionConfig, readFunction } from '../lambda/function-config';
import type { CloudAssembly } from './cloud-assembly';
import { deployTemplate } from './deploy-template';
import type { Deployment, LocalResource } from './deployment';
import { unsupportedTypes } from './supported-types';
import type { Template } from './template';

/** A synthesized stack as this machine supports it. */
export interface Stack {
  readonly stackName: string;
  readonly template: Template;
  readonly deployment: Deployment;
  readonly api: RestApi;
  readonly functions: readonly FunctionConfig[];
  readonly mappings: readonly Mapping[];
  /** Types of the template that have no part in the run. */
  readonly unsupportedTypes: readonly string[];
  /** What the AWS server was started with: another one needs another start. */
  readonly behindTheServer: string;
}

/**
 * Reads all that is supported from the template.
 * @param endpoint where the AWS server will listen
 * @throws LocalCloudError for whatever matters and cannot be supported
 */
export function readStack({ template, stackName, assetDirectory }: CloudAssembly, endpoint: string): Stack {
  const deployment = deployTemplate(template, { endpoint, stackName });
  const api = readRestApi(deployment);
  const called = calledFunctions(api.root);
  const mapped = new Set(
    deployment.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties.FunctionName),
  );
  // A customer's own function behind a rule is not supported, and may be of any kind.
  const isPlayed = ({ logicalId, ref }: LocalResource) => {
    const arn = deployment.attribute(logicalId, 'Arn');
    return called.has(arn) || mapped.has(arn) || mapped.has(ref);
  };
  const functions = deployment
    .ofType('AWS::Lambda::Function')
    .filter(isPlayed)
    .map((resource) => readFunction(resource, deployment, assetDirectory));
  const roleOf = (id: string) => functions.find(({ logicalId }) => logicalId === id)?.roleLogicalId ?? id;
  return {
    stackName,
    template,
    deployment,
    api,
    functions,
    mappings: readMappings(deployment, roleOf),
    unsupportedTypes: unsupportedTypes(template, supportedByLocalAws),
    behindTheServer: partsBehindTheServer(template),
  };
}

function partsBehindTheServer({ Resources }: Template): string {
  const parts = Object.entries(Resources).filter(([, { Type }]) => supportedByLocalAws.includes(Type));
  return JSON.stringify(parts.map(([id, { Type, Properties }]) => [id, Type, Properties]));
}
