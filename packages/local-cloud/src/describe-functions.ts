import type { DescribedFunction, DescribedMapping, RunningFunctions } from './aws/lambda/running-functions';
import type { MappingState, Mappings } from './event-source/mappings';
import type { FunctionConfig } from './lambda/function-config';
import { logGroupOf } from './lambda/logging';
import type { Stack } from './stack/read-stack';
import type { Deployment } from './template/deployment';
import { optionalText, textOf } from './template/properties';

/** A running stack's functions and mappings, as Lambda's API describes them. */
export function describeFunctions(stack: () => Stack, mappings: Mappings, deployedAt: () => Date): RunningFunctions {
  const startedAt = deployedAt();
  return {
    find: (nameOrArn) => {
      const { functions, deployment } = stack();
      const found = functions.find(({ name, arn }) => nameOrArn === name || nameOrArn === arn);
      return found === undefined ? undefined : describeFunction(found, deployment, deployedAt());
    },
    get count() {
      return stack().deployment.ofType('AWS::Lambda::Function').length;
    },
    mappings: () => mappings.states().map((state) => describeMapping(state, startedAt)),
    setEnabled: (id, enabled) => mappings.setEnabled(id, enabled),
  };
}

function describeFunction(config: FunctionConfig, deployment: Deployment, changedAt: Date): DescribedFunction {
  const resource = deployment.resource(config.logicalId);
  return {
    name: config.name,
    arn: config.arn,
    roleArn: textOf(resource, 'Role'),
    handler: config.handler,
    runtime: textOf(resource, 'Runtime'),
    description: optionalText(resource.properties.Description) ?? '',
    timeoutSeconds: config.timeoutMs / 1000,
    memoryMb: config.memoryMb,
    environment: config.environment,
    logGroupName: logGroupOf(resource),
    changedAt,
  };
}

function describeMapping({ mapping, enabled, settling, changedAt }: MappingState, startedAt: Date): DescribedMapping {
  return {
    id: mapping.id,
    functionArn: mapping.functionArn,
    queueArn: mapping.queueArn,
    batchSize: mapping.batchSize,
    windowSeconds: mapping.windowMs / 1000,
    maxConcurrency: mapping.maxConcurrency,
    reportsBatchItemFailures: mapping.reportsBatchItemFailures,
    enabled,
    settling,
    changedAt: changedAt ?? startedAt,
  };
}
