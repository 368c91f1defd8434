/** The resource of the stack that an action needs; `resource-arns.ts` has the ARNs. */
export type ResourceName =
  | 'anything'
  | 'stack'
  | 'callbackQueue'
  | 'retryQueue'
  | 'deadLetterQueue'
  | 'undeliveredQueues'
  | 'leverQueue'
  | 'ledger'
  | 'outcomesTable'
  | 'outcomesQueue'
  | 'bucket'
  | 'objects'
  | 'accessLogs'
  | 'overflowObjects'
  | 'unrecognizedObjects'
  | 'droppedRecords'
  | 'secrets'
  | 'identityKey'
  | 'vibesApiSecret'
  | 'logGroups'
  | 'alarmTopic'
  | 'functions'
  | 'eventSourceMappings'
  | 'restApi'
  | 'restApiTests'
  | 'restApiAuthorizers'
  | 'eventBus'
  | 'rules'
  | 'temporaryRules'
  | 'temporaryRuleTargets'
  | 'temporaryQueues'
  | 'redeliveryBus'
  | 'redeliveryRules'
  | 'archive'
  | 'replays'
  | 'certificates';

/** IAM actions, each with its resources. */
export type Needs = Readonly<Record<string, readonly ResourceName[]>>;

/** Every command looks the stack up. */
export const stackNeeds = { 'cloudformation:DescribeStacks': ['stack'] } as const satisfies Needs;

/** The needs of all of these, each action with all of its resources. */
export function joinNeeds(...lists: readonly Needs[]): Needs {
  const joined: Record<string, ResourceName[]> = {};
  for (const [action, resources] of lists.flatMap((needs) => Object.entries(needs))) {
    joined[action] = [...new Set([...(joined[action] ?? []), ...resources])];
  }
  return joined;
}
