import type { StackEvent } from '../../stack/stack-events';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import type { RunningStack } from '../running-stack';

/** Resources on a page of ListStackResources (API reference: up to 100). */
const pageSize = 100;

/** CloudFormation: what the one stack is, and what it is made of. */
export function createCloudFormationService(stack: () => RunningStack): AwsService {
  const requires = (action: string) => (input: Input) => [
    { action: `cloudformation:${action}`, resource: requiredArn(input, stack()) },
  ];
  return createService('cloudformation', {
    DescribeStacks: {
      requires: requires('DescribeStacks'),
      answer: ({ StackName: name }) => {
        if (name !== undefined) checkName(name, stack());
        return { Stacks: [describe(stack())] };
      },
    },
    ListStackResources: {
      requires: requires('ListStackResources'),
      answer: ({ StackName: name, NextToken: token }) => {
        checkName(name, stack());
        const { items, next } = paginate(stack().deployment.all(), pageSize, token, 'ValidationError');
        return { StackResourceSummaries: items.map((resource) => summarize(resource, stack())), NextToken: next };
      },
    },
    DescribeStackEvents: {
      requires: requires('DescribeStackEvents'),
      answer: ({ StackName: name, NextToken: token }) => {
        checkName(name, stack());
        const { items, next } = paginate(stack().events.toReversed(), pageSize, token, 'ValidationError');
        return { StackEvents: items.map((event) => describeEvent(event, stack())), NextToken: next };
      },
    },
    GetTemplate: {
      requires: requires('GetTemplate'),
      answer: ({ StackName: name }) => {
        checkName(name, stack());
        return { TemplateBody: JSON.stringify(stack().template), StagesAvailable: ['Original', 'Processed'] };
      },
    },
  });
}

/** All stacks, if none is named. */
function requiredArn({ StackName: name }: Input, stack: RunningStack): string {
  if (name === undefined || isNamed(name, stack)) return name === undefined ? '*' : stackId(stack);
  return stackId({ ...stack, stackName: String(name) });
}

function checkName(name: unknown, stack: RunningStack): void {
  if (isNamed(name, stack)) return;
  throw new AwsError('ValidationError', `Stack with id ${String(name)} does not exist`);
}

function isNamed(name: unknown, stack: RunningStack): boolean {
  return name === stack.stackName || name === stackId(stack);
}

function stackId({ deployment, stackName }: RunningStack): string {
  const id = String(deployment.resolve({ Ref: 'AWS::StackId' }));
  return id.replace(/:stack\/[^/]+\//, `:stack/${stackName}/`);
}

function describe(stack: RunningStack): unknown {
  const { template, outputs, deployedAt } = stack;
  return {
    StackId: stackId(stack),
    StackName: stack.stackName,
    CreationTime: deployedAt,
    LastUpdatedTime: deployedAt,
    StackStatus: 'UPDATE_COMPLETE',
    DisableRollback: false,
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, { Default }]) => ({
      ParameterKey,
      ParameterValue: String(Default ?? ''),
    })),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
      Description: template.Outputs?.[OutputKey]?.Description,
    })),
  };
}

function describeEvent({ at, logicalId, type, status, reason }: StackEvent, stack: RunningStack): unknown {
  const isStack = type === 'AWS::CloudFormation::Stack';
  const resource = stack.deployment.all().find((one) => one.logicalId === logicalId);
  return {
    EventId: `${logicalId}-${status}-${at.toISOString()}`,
    StackId: stackId(stack),
    StackName: stack.stackName,
    LogicalResourceId: logicalId,
    PhysicalResourceId: isStack ? stackId(stack) : (resource?.ref ?? ''),
    ResourceType: type,
    Timestamp: at,
    ResourceStatus: status,
    ResourceStatusReason: reason,
  };
}

function summarize(
  { logicalId, type, ref }: { readonly logicalId: string; readonly type: string; readonly ref: string },
  { deployedAt }: RunningStack,
): unknown {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: ref,
    ResourceType: type,
    LastUpdatedTimestamp: deployedAt,
    ResourceStatus: 'CREATE_COMPLETE',
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}
