import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { counted } from '@vibes-callbacks/local-cloud/text';
import type { OpsContext } from '../../frame/context';
import { spanText } from '../../frame/times';
import type { DeployedStack } from '../../reads/stack';
import type { Change, ChangeSource } from './change';

/** One operation of CloudFormation on the stack, from its begin to its end. */
interface Deployment {
  readonly beginMs: number;
  /** Undefined while it runs. */
  readonly endMs: number | undefined;
  /** `UPDATE_COMPLETE`, or the last one seen. */
  readonly status: string;
  /** Logical ids with their types. */
  readonly changed: ReadonlyMap<string, string>;
  readonly failed: readonly string[];
}

/** CloudFormation's record of deployments, also those that failed; and what changed in between. */
export const deployments: ChangeSource = {
  name: 'deployments',
  read: async (context, stack, sinceMs) => {
    const found = await readDeployments(context, stack, sinceMs);
    const newest = found.at(-1);
    return [
      ...found.map((one) => ({
        atMs: one.beginMs,
        what: 'deployment' as const,
        detail: text(one, one === newest, stack),
      })),
      ...(await changedFunctions(context, stack, sinceMs, found)),
      ...(await changedEventSources(context, stack, sinceMs, found)),
    ];
  },
};

async function readDeployments(
  context: OpsContext,
  stack: DeployedStack,
  sinceMs: number,
): Promise<readonly Deployment[]> {
  const events = await readEvents(context, stack.name, sinceMs);
  const found: Deployment[] = [];
  for (const event of events) {
    const { ResourceStatus: status = '', LogicalResourceId: id = '', ResourceType: type = '' } = event;
    const atMs = event.Timestamp?.getTime() ?? 0;
    const isOfStack = event.PhysicalResourceId === event.StackId;
    // A change set of a stack that does not exist yet: nothing is deployed, and no event ends it.
    if (isOfStack && /^REVIEW_/.test(status)) continue;
    const begins = isOfStack && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(status);
    const last = begins ? undefined : found.pop();
    const known = last ?? { beginMs: atMs, endMs: undefined, status, changed: new Map(), failed: [] };
    const next = isOfStack
      ? { ...known, status, endMs: status.endsWith('IN_PROGRESS') ? undefined : atMs }
      : withResource(known, id, type, status);
    found.push(next);
  }
  return found;
}

function withResource(known: Deployment, id: string, type: string, status: string): Deployment {
  if (status.endsWith('_FAILED')) return { ...known, failed: [...known.failed, id] };
  // A rollback and a cleanup undo and remove what is counted already.
  if (!/^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status)) return known;
  return { ...known, changed: new Map([...known.changed, [id, type]]) };
}

/** Oldest first. */
async function readEvents({ clients }: OpsContext, StackName: string, sinceMs: number): Promise<readonly StackEvent[]> {
  const { client, sdk } = await clients.cloudFormation();
  const events: StackEvent[] = [];
  for (let NextToken: string | undefined; ; ) {
    const answer = await client.send(
      new sdk.DescribeStackEventsCommand({ StackName, ...(NextToken && { NextToken }) }),
    );
    const page = answer.StackEvents ?? [];
    events.push(...page);
    NextToken = answer.NextToken;
    if (NextToken === undefined || (page.at(-1)?.Timestamp?.getTime() ?? 0) < sinceMs) break;
  }
  return events.filter(({ Timestamp }) => (Timestamp?.getTime() ?? 0) >= sinceMs).reverse();
}

const mostNamed = 4;

function text(
  { beginMs, endMs, status, changed, failed }: Deployment,
  isNewest: boolean,
  stack: DeployedStack,
): string {
  const names = [...changed.keys()];
  const named = names.slice(0, mostNamed).join(', ');
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  const version = isNewest && !/ROLLBACK|FAILED/.test(status) ? versionOf(stack) : '';
  return [
    `${status}${endMs === undefined ? '' : ` after ${spanText((endMs - beginMs) / 1000)}`}`,
    names.length === 0 ? 'no resource changed' : `${counted(names.length, 'resource')} changed (${named}${more})`,
    ...(failed.length === 0 ? [] : [`failed: ${[...new Set(failed)].slice(0, mostNamed).join(', ')}`]),
    ...(version === '' ? [] : [version]),
  ].join('; ');
}

function versionOf({ optional }: DeployedStack): string {
  const version = optional('Version');
  const commit = optional('Commit');
  if (version === undefined) return '';
  return `now version ${version}${commit === undefined ? '' : `, commit ${commit}`}`;
}

/** CloudFormation's events and the services' own times are some seconds apart. */
const slackMs = 120_000;

function isWithin(atMs: number, found: readonly Deployment[]): boolean {
  return found.some(
    ({ beginMs, endMs = Number.POSITIVE_INFINITY }) => atMs >= beginMs - slackMs && atMs <= endMs + slackMs,
  );
}

const functionOutputs = [
  'IngestFunctionName',
  'ConsumerFunctionName',
  'MoAuthorizerFunctionName',
  'OutcomesFunctionName',
];

/** Functions whose code or settings were last changed by something other than a deployment. */
async function changedFunctions(
  { clients }: OpsContext,
  { optional }: DeployedStack,
  sinceMs: number,
  found: readonly Deployment[],
): Promise<readonly Change[]> {
  const { client, sdk } = await clients.lambda();
  const names = functionOutputs.flatMap((output) => optional(output) ?? []);
  const states = await Promise.all(
    names.map((FunctionName) => client.send(new sdk.GetFunctionConfigurationCommand({ FunctionName }))),
  );
  return states.flatMap(({ FunctionName = '', LastModified = '' }) => {
    const atMs = Date.parse(LastModified);
    if (Number.isNaN(atMs) || atMs < sinceMs || isWithin(atMs, found)) return [];
    return [
      { atMs, what: 'function' as const, detail: `${FunctionName} changed outside a deployment ("npx cdk drift")` },
    ];
  });
}

/** Functions that read queues, which an operator can switch off and on. */
const readers = { ConsumerFunctionName: 'consumer', OutcomesFunctionName: 'outcomes function' } as const;

async function changedEventSources(
  { clients }: OpsContext,
  { optional }: DeployedStack,
  sinceMs: number,
  found: readonly Deployment[],
): Promise<readonly Change[]> {
  const { client, sdk } = await clients.lambda();
  const changed = Object.entries(readers).map(async ([output, reader]) => {
    const FunctionName = optional(output);
    if (FunctionName === undefined) return [];
    const { EventSourceMappings = [] } = await client.send(new sdk.ListEventSourceMappingsCommand({ FunctionName }));
    return EventSourceMappings.flatMap(({ EventSourceArn = '', LastModified, State = 'unknown' }) => {
      const atMs = LastModified?.getTime();
      if (atMs === undefined || atMs < sinceMs || isWithin(atMs, found)) return [];
      const queue = EventSourceArn.split(':').at(-1) ?? '';
      const detail = `the ${reader}'s reading of ${queue} changed outside a deployment, now ${State}`;
      return [{ atMs, what: 'event-source' as const, detail }];
    });
  });
  return (await Promise.all(changed)).flat();
}
