import type { Deployment, LocalResource } from '../template/deployment';
import {
  asRecord,
  asTexts,
  numberOf,
  numberWithin,
  refuse,
  refusedByAws,
  refuseUnknown,
  textOf,
} from '../template/properties';

/** An `AWS::Lambda::EventSourceMapping` of a queue. */
export interface Mapping {
  /** Its UUID. */
  readonly id: string;
  /** As the template has it; an operator may have changed it since. */
  readonly enabled: boolean;
  readonly functionArn: string;
  readonly functionLogicalId: string;
  readonly roleLogicalId: string;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly region: string;
  readonly batchSize: number;
  /** How long a batch may wait to be filled. */
  readonly windowMs: number;
  readonly maxConcurrency: number;
  readonly reportsBatchItemFailures: boolean;
}

const supported = [
  'BatchSize',
  'Enabled',
  'EventSourceArn',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'ScalingConfig',
];

const window = 'MaximumBatchingWindowInSeconds';

/**
 * The mappings of queues.
 * @throws LocalCloudError for filters and for anything else that is not supported
 */
export function readMappings(
  deployment: Deployment,
  roleOf: (functionLogicalId: string) => string,
): readonly Mapping[] {
  const all = deployment.ofType('AWS::Lambda::EventSourceMapping').filter(isOfQueue);
  for (const resource of all) refuseUnknown(resource, resource.properties, supported, ['Tags']);
  return all.map((resource) => read(resource, deployment, roleOf));
}

/** A sentence for each mapping of a stream. */
export function unservedMappings(deployment: Deployment): readonly string[] {
  return deployment
    .ofType('AWS::Lambda::EventSourceMapping')
    .filter((resource) => !isOfQueue(resource))
    .map(({ logicalId }) => `The event source mapping ${logicalId} is not served: its source is not a queue.`);
}

function isOfQueue({ properties }: LocalResource): boolean {
  return String(properties.EventSourceArn).split(':')[2] === 'sqs';
}

function read(resource: LocalResource, deployment: Deployment, roleOf: (id: string) => string): Mapping {
  const { properties } = resource;
  const queueArn = textOf(resource, 'EventSourceArn');
  const queue = deployment.withArn('AWS::SQS::Queue', queueArn) ?? refuse(resource, `the event source ${queueArn}`);
  const functionLogicalId = functionOf(resource, deployment);
  const scaling = asRecord(properties.ScalingConfig);
  refuseUnknown(resource, scaling, ['MaximumConcurrency']);
  const batchSize = numberWithin(resource, properties, 'BatchSize', { least: 1, most: 10_000, otherwise: 10 });
  const windowSeconds = numberWithin(resource, properties, window, { least: 0, most: 300, otherwise: 0 });
  if (batchSize > 10 && windowSeconds === 0) refusedByAws(resource, `a BatchSize of ${batchSize} needs a ${window}`);
  checkVisibility(resource, queue, deployment.resource(functionLogicalId));
  const types = asTexts(properties.FunctionResponseTypes);
  if (types.some((type) => type !== 'ReportBatchItemFailures')) refuse(resource, `the response types ${types.join()}`);
  return {
    id: resource.ref,
    enabled: properties.Enabled !== false && properties.Enabled !== 'false',
    functionLogicalId,
    functionArn: deployment.attribute(functionLogicalId, 'Arn'),
    roleLogicalId: roleOf(functionLogicalId),
    queueUrl: queue.ref,
    queueArn,
    region: deployment.region,
    batchSize,
    windowMs: windowSeconds * 1000,
    // The service scales to 1,250 pollers at most where nothing bounds it.
    maxConcurrency: numberWithin(resource, scaling, 'MaximumConcurrency', { least: 2, most: 1000, otherwise: 1250 }),
    reportsBatchItemFailures: types.length > 0,
  };
}

/** A message would come again while the function still works on it. */
function checkVisibility(mapping: LocalResource, queue: LocalResource, called: LocalResource): void {
  const visibility = numberOf(queue.properties.VisibilityTimeout, 30);
  const timeout = numberOf(called.properties.Timeout, 3);
  if (visibility >= timeout) return;
  const why = `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`;
  refusedByAws(mapping, why);
}

/** By name or by ARN, as the service takes it. */
function functionOf(resource: LocalResource, deployment: Deployment): string {
  const wanted = textOf(resource, 'FunctionName');
  const type = 'AWS::Lambda::Function';
  const found = deployment.withArn(type, wanted) ?? deployment.ofType(type).find(({ ref }) => ref === wanted);
  return found?.logicalId ?? refuse(resource, `the function ${wanted}`);
}
