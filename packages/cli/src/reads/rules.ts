import type { OpsContext } from '../frame/context';

export interface BusRule {
  readonly name: string;
  readonly arn: string;
  readonly isDisabled: boolean;
  /** JSON; empty where it has none. */
  readonly pattern: string;
}

/** Every rule of an event bus, the stack's own and others. */
export async function listRules({ clients }: OpsContext, EventBusName: string): Promise<readonly BusRule[]> {
  const { client, sdk } = await clients.eventBridge();
  const rules: BusRule[] = [];
  for (let NextToken: string | undefined; ; ) {
    const answer = await client.send(new sdk.ListRulesCommand({ EventBusName, ...(NextToken && { NextToken }) }));
    for (const { Name = '', Arn = '', State, EventPattern = '' } of answer.Rules ?? [])
      rules.push({ name: Name, arn: Arn, isDisabled: State === 'DISABLED', pattern: EventPattern });
    NextToken = answer.NextToken;
    if (NextToken === undefined) return rules;
  }
}
