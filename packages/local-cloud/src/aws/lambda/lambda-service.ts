import type { Deployment } from '../../template/deployment';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import type { DescribedFunction, DescribedMapping, RunningFunctions } from './running-functions';

/** What a new account has until it asks for more is 10; a grown one has 1,000 (Lambda quotas). */
const concurrencyHere = 1000;

/** Lambda: the functions' settings, and their event source mappings, which can be disabled. */
export function createLambdaService({ region, accountId }: Deployment, running: RunningFunctions): AwsService {
  const arn = (resource: string) => `arn:aws:lambda:${region}:${accountId}:${resource}`;
  const requiresFunction = (action: string) => (input: Input) => [
    { action: `lambda:${action}`, resource: running.find(nameOf(input))?.arn ?? arn(`function:${nameOf(input)}`) },
  ];
  const requiresMapping = (action: string) => (input: Input) => [
    {
      action: `lambda:${action}`,
      resource: arn(`event-source-mapping:${String(input.UUID)}`),
      context: { 'lambda:FunctionArn': running.mappings().find(({ id }) => id === input.UUID)?.functionArn },
    },
  ];
  const describe = (mapping: DescribedMapping) => describeMapping(mapping, arn(`event-source-mapping:${mapping.id}`));
  return createService('lambda', {
    GetFunctionConfiguration: {
      requires: requiresFunction('GetFunctionConfiguration'),
      answer: (input) => describeFunction(findFunction(input, running)),
    },
    ListEventSourceMappings: {
      requires: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
      answer: (input) => {
        const { items, next } = listMappings(input, running);
        return { EventSourceMappings: items.map(describe), NextMarker: next };
      },
    },
    GetEventSourceMapping: {
      requires: requiresMapping('GetEventSourceMapping'),
      answer: (input) => describe(findMapping(input, running)),
    },
    UpdateEventSourceMapping: {
      requires: requiresMapping('UpdateEventSourceMapping'),
      answer: (input) => {
        const { id } = findMapping(input, running);
        running.setEnabled(id, readEnabled(input));
        return describe(findMapping(input, running));
      },
    },
    GetAccountSettings: {
      requires: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
      answer: () => ({
        AccountLimit: { ConcurrentExecutions: concurrencyHere, UnreservedConcurrentExecutions: concurrencyHere },
        AccountUsage: { FunctionCount: running.count },
      }),
    },
  });
}

function listMappings(input: Input, running: RunningFunctions) {
  const { FunctionName: name, EventSourceArn: source, Marker: marker, MaxItems: max = 100 } = input;
  const arn = name === undefined ? undefined : running.find(String(name))?.arn;
  const found = running
    .mappings()
    .filter(({ functionArn }) => name === undefined || functionArn === arn)
    .filter(({ queueArn }) => source === undefined || queueArn === source);
  return paginate(found, Number(max), marker, 'InvalidParameterValueException');
}

/** Only enabling and disabling is supported: other settings need a deployment. */
function readEnabled(input: Input): boolean {
  const others = Object.keys(input).filter((name) => name !== 'UUID' && name !== 'Enabled' && name !== 'FunctionName');
  if (others.length > 0 || typeof input.Enabled !== 'boolean') {
    throw new AwsError(
      'InvalidParameterValueException',
      `The local cloud changes only Enabled of a mapping, not ${others.join(', ') || 'nothing'}: deploy the rest.`,
    );
  }
  return input.Enabled;
}

function nameOf({ FunctionName: name }: Input): string {
  return String(name);
}

function findFunction(input: Input, running: RunningFunctions): DescribedFunction {
  const found = running.find(nameOf(input));
  if (found === undefined) throw notFound(`Function not found: ${nameOf(input)}`);
  return found;
}

function findMapping({ UUID: id }: Input, running: RunningFunctions): DescribedMapping {
  const found = running.mappings().find((mapping) => mapping.id === id);
  if (found === undefined) throw notFound('The resource you requested does not exist.');
  return found;
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}

function describeFunction(one: DescribedFunction): unknown {
  return {
    FunctionName: one.name,
    FunctionArn: one.arn,
    Role: one.roleArn,
    Handler: one.handler,
    Runtime: one.runtime,
    Description: one.description,
    Timeout: one.timeoutSeconds,
    MemorySize: one.memoryMb,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LastModified: one.changedAt.toISOString().replace('Z', '+0000'),
    PackageType: 'Zip',
    Environment: { Variables: one.environment },
    LoggingConfig: { LogFormat: 'Text', LogGroup: one.logGroupName },
  };
}

function describeMapping(mapping: DescribedMapping, arn: string): unknown {
  const { enabled, settling } = mapping;
  const disabled = settling ? 'Disabling' : 'Disabled';
  return {
    UUID: mapping.id,
    EventSourceMappingArn: arn,
    EventSourceArn: mapping.queueArn,
    FunctionArn: mapping.functionArn,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    ScalingConfig: mapping.maxConcurrency === undefined ? undefined : { MaximumConcurrency: mapping.maxConcurrency },
    FunctionResponseTypes: mapping.reportsBatchItemFailures ? ['ReportBatchItemFailures'] : [],
    State: enabled ? 'Enabled' : disabled,
    StateTransitionReason: 'USER_INITIATED',
    LastModified: mapping.changedAt,
  };
}
