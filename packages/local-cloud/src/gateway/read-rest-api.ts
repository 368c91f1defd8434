import { wildcard } from '../aws/iam/patterns';
import { LocalCloudError } from '../base/local-cloud-error';
import type { Deployment, LocalResource } from '../template/deployment';
import { asTexts, optionalText, refuse, refuseUnknown, textOf } from '../template/properties';
import { readAccessLog } from './access-log';
import type { ResourceNode, RestApi } from './api-model';
import { readCustomDomain } from './custom-domain';
import { readGatewayResponses } from './gateway-responses';
import { readMethods } from './read-methods';
import { readResourcePolicy } from './resource-policy';

/** Compression, retention, billing and names make no difference here. */
const harmless = [
  'ApiKeySourceType',
  'Description',
  'EndpointAccessMode',
  'EndpointConfiguration',
  'Name',
  'Tags',
  'SecurityPolicy',
];
const supportedOfApi = ['BinaryMediaTypes', 'DisableExecuteApiEndpoint', 'Policy'];

/** Traces and metrics of a stage go nowhere on one machine. */
const harmlessOfStage = ['Description', 'Tags', 'TracingEnabled'];
const supportedOfStage = ['AccessLogSetting', 'DeploymentId', 'MethodSettings', 'RestApiId', 'StageName'];

/**
 * Reads the REST API of the template, with its stage; undefined when the template has no API.
 * @throws LocalCloudError for what the gateway here does not support
 */
export function readRestApi(deployment: Deployment): RestApi | undefined {
  const [api, another] = deployment.ofType('AWS::ApiGateway::RestApi');
  if (api === undefined) return undefined;
  if (another !== undefined) refuse(another, 'a second API');
  const [stage, ...otherStages] = readStages(deployment);
  refuseUnknown(api, api.properties, supportedOfApi, harmless);
  const stageName = textOf(stage, 'StageName');
  const customDomain = readCustomDomain(deployment);
  if (api.properties.DisableExecuteApiEndpoint === true && customDomain === undefined) {
    refuse(api, 'an API without its own endpoint (DisableExecuteApiEndpoint) and without a custom domain');
  }
  const { region, accountId } = deployment;
  const arnPrefix = `arn:aws:execute-api:${region}:${accountId}:${api.ref}`;
  return {
    id: api.ref,
    accountId,
    region,
    stageName,
    otherStageNames: otherStages.map((other) => textOf(other, 'StageName')),
    ownEndpoint: api.properties.DisableExecuteApiEndpoint !== true,
    deploymentId: optionalText(stage.properties.DeploymentId) ?? '',
    ...(customDomain === undefined ? {} : { customDomain }),
    root: readTree(deployment, api, readMethods(deployment, api, stage, arnPrefix)),
    policy: readResourcePolicy(api, arnPrefix),
    responses: readGatewayResponses(api, deployment),
    accessLog: readAccessLog(stage),
    isBinary: binaryTypes(asTexts(api.properties.BinaryMediaTypes)),
  };
}

/** The first one is the API's own; the others may only differ in their name. */
function readStages(deployment: Deployment): readonly [LocalResource, ...LocalResource[]] {
  const [first, ...others] = deployment.ofType('AWS::ApiGateway::Stage');
  if (first === undefined)
    throw new LocalCloudError('template-incomplete', 'The template has no AWS::ApiGateway::Stage.');
  const settings = ({ properties }: LocalResource) => JSON.stringify({ ...properties, StageName: '', Tags: [] });
  for (const stage of [first, ...others]) {
    refuseUnknown(stage, stage.properties, supportedOfStage, harmlessOfStage);
    if (settings(stage) !== settings(first)) refuse(stage, 'a stage with other settings than the first one');
  }
  return [first, ...others];
}

// `*/*` means every content type (developer guide, binary media types), malformed ones included.
function binaryTypes(patterns: readonly string[]): RestApi['isBinary'] {
  if (patterns.includes('*/*')) return () => true;
  const tests = patterns.map((pattern) => wildcard(pattern));
  return (contentType) => tests.some((matches) => matches(contentType.split(';')[0]?.trim() ?? ''));
}

interface GrowingNode {
  id: string;
  path: string;
  exact: Map<string, GrowingNode>;
  parameter?: { name: string; node: GrowingNode };
  greedy?: { name: string; node: GrowingNode };
  methods: ResourceNode['methods'];
}

type MethodsOf = (resourceId: string, path: string) => ResourceNode['methods'];

function readTree(deployment: Deployment, api: LocalResource, methodsOf: MethodsOf): ResourceNode {
  const children = new Map<string, LocalResource[]>();
  for (const resource of deployment.ofType('AWS::ApiGateway::Resource')) {
    refuseUnknown(resource, resource.properties, ['ParentId', 'PathPart', 'RestApiId']);
    const parent = textOf(resource, 'ParentId');
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const grow = (id: string, path: string): GrowingNode => {
    const node: GrowingNode = { id, path, exact: new Map(), methods: methodsOf(id, path === '' ? '/' : path) };
    for (const child of children.get(id) ?? []) {
      const part = textOf(child, 'PathPart');
      addChild(node, part, grow(child.ref, `${path}/${part}`));
    }
    return node;
  };
  return grow(deployment.attribute(api.logicalId, 'RootResourceId'), '');
}

function addChild(parent: GrowingNode, part: string, node: GrowingNode): void {
  const [, name, plus] = /^\{([^+}]+)(\+?)\}$/.exec(part) ?? [];
  if (name === undefined) parent.exact.set(part, node);
  else if (plus === '+') parent.greedy = { name, node };
  else parent.parameter = { name, node };
}
