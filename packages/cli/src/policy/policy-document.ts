import type { OpsCommand } from '../frame/command';
import { joinNeeds, type Needs, type ResourceName } from './needs';
import type { ResourceArns } from './resource-arns';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** What these commands need: only those that change nothing, or all of them. */
export function needsOf(commands: readonly OpsCommand[], kind: 'all' | 'read-only'): Needs {
  const chosen = kind === 'all' ? commands : commands.filter((command) => command.kind === 'reads');
  return joinNeeds(
    ...chosen.map(({ needs }) => needs),
    ...(kind === 'all' ? chosen.map(({ needsToWrite }) => needsToWrite) : []),
  );
}

/** A longer name would say what the resources say, and a managed policy has 6,144 characters at most. */
const mostNamed = 2;

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The least policy for these needs: one statement for all actions on the same resources. */
export function policyDocument(needs: Needs, arns: ResourceArns): PolicyDocument {
  const byResources = new Map<string, { resources: readonly ResourceName[]; actions: string[] }>();
  for (const action of Object.keys(needs).sort()) {
    const resources = [...(needs[action] ?? [])].sort();
    const key = resources.join();
    const statement = byResources.get(key) ?? { resources, actions: [] };
    statement.actions.push(action);
    byResources.set(key, statement);
  }
  return {
    Version: '2012-10-17',
    Statement: [...byResources.values()].map(({ resources, actions }) => ({
      ...(resources.length > mostNamed ? {} : { Sid: resources.map(capitalized).join('And') }),
      Effect: 'Allow',
      Action: actions,
      Resource: [...new Set(resources.flatMap((name) => arns[name]))],
      ...conditionOf(resources, arns),
    })),
  };
}

function conditionOf(resources: readonly ResourceName[], arns: ResourceArns): Pick<PolicyStatement, 'Condition'> {
  // An event source mapping's ARN does not name its stack; the function that it calls does.
  if (resources.includes('eventSourceMappings'))
    return { Condition: { ArnLike: { 'lambda:FunctionArn': arns.functions } } };
  // A rule with another target would send the events elsewhere. ForAllValues also holds for a request without the key.
  if (resources.includes('temporaryRuleTargets'))
    return {
      Condition: {
        'ForAllValues:ArnLike': { 'events:TargetArn': arns.temporaryQueues },
        Null: { 'events:TargetArn': ['false'] },
      },
    };
  return {};
}
