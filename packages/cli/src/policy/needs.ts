/** What of the stack an action is done to; `resource-arns.ts` knows the ARNs. */
export type ResourceName =
  | 'anything'
  | 'stack'
  | 'callbackQueue'
  | 'retryQueue'
  | 'deadLetterQueue'
  | 'undeliveredQueues'
  | 'leverQueue'
  | 'ledger'
  | 'bucket'
  | 'objects'
  | 'accessLogs'
  | 'overflowObjects'
  | 'unrecognizedObjects'
  | 'droppedRecords'
  | 'secrets'
  | 'identityKey'
  | 'logGroups'
  | 'alarmTopic'
  | 'functions'
  | 'eventSourceMappings'
  | 'restApi'
  | 'restApiTests'
  | 'restApiAuthorizers'
  | 'eventBus'
  | 'rules'
  | 'archive'
  | 'replays'
  | 'certificates';

/** IAM actions, each with what it is done to. */
export type Needs = Readonly<Record<string, readonly ResourceName[]>>;

/** Every command looks the stack up. */
export const stackNeeds = { 'cloudformation:DescribeStacks': ['stack'] } as const satisfies Needs;

/** The needs of all of these, each action with all that it is done to. */
export function joinNeeds(...lists: readonly Needs[]): Needs {
  const joined: Record<string, ResourceName[]> = {};
  for (const [action, resources] of lists.flatMap((needs) => Object.entries(needs))) {
    joined[action] = [...new Set([...(joined[action] ?? []), ...resources])];
  }
  return joined;
}
