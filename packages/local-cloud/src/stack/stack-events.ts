import type { Template } from '../template/template';

/** A line of `DescribeStackEvents`. */
export interface StackEvent {
  readonly at: Date;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** What CloudFormation would report of the stack since the start, oldest first. */
export interface StackEvents {
  list(): readonly StackEvent[];
  /** What this deployment created, updated and deleted. */
  deployed(stackName: string, before: Template | undefined, after: Template, at: Date): void;
}

/** Deployments one after another would fill the memory. */
const maxEvents = 10_000;

export function createStackEvents(): StackEvents {
  let all: readonly StackEvent[] = [];
  return {
    list: () => all,
    deployed: (stackName, before, after, at) => {
      const word = before === undefined ? 'CREATE' : 'UPDATE';
      const stack = { at, logicalId: stackName, type: 'AWS::CloudFormation::Stack' };
      const changes = changedResources(before, after).map((change) => ({ at, ...change }));
      const events = [
        { ...stack, status: `${word}_IN_PROGRESS`, reason: 'User Initiated' },
        ...changes,
        { ...stack, status: `${word}_COMPLETE` },
      ];
      all = [...all, ...events].slice(-maxEvents);
    },
  };
}

function changedResources(before: Template | undefined, { Resources: next }: Template) {
  const last = before?.Resources ?? {};
  const kept = Object.entries(next).flatMap(([logicalId, resource]) => {
    const known = last[logicalId];
    if (known === undefined) return [{ logicalId, type: resource.Type, status: 'CREATE_COMPLETE' }];
    // `Metadata` alone does not change a resource.
    const text = ({ Type, Properties }: typeof resource) => JSON.stringify([Type, Properties]);
    if (text(known) === text(resource)) return [];
    return [{ logicalId, type: resource.Type, status: 'UPDATE_COMPLETE' }];
  });
  const gone = Object.entries(last)
    .filter(([logicalId]) => next[logicalId] === undefined)
    .map(([logicalId, { Type }]) => ({ logicalId, type: Type, status: 'DELETE_COMPLETE' }));
  return [...kept, ...gone];
}
