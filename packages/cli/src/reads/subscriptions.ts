import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { eventSource } from '../../../../lib/event-sources';
import type { OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import type { Needs } from '../policy/needs';
import { inGroups } from './in-groups';
import { listRules } from './rules';
import type { DeployedStack } from './stack';

/** A subscription that was made with `onCallback`, as the redelivery bus knows it. */
export interface Subscription {
  readonly id: string;
  /** The rule that takes what is sent again. */
  readonly ruleArn: string;
  /** Rules that should take it and are disabled: EventBridge accepts what no rule takes, and drops it. */
  readonly disabledRules: readonly string[];
  /** Where its undelivered events wait. */
  readonly queueUrl: string;
}

export const subscriptionNeeds: Needs = {
  'events:ListRules': ['anything'],
  'events:ListTargetsByRule': ['redeliveryRules'],
};

/** All, or the one of that id; none where the stack has none. @throws OpsError for an id that none has */
export async function readSubscriptions(
  context: OpsContext,
  stack: DeployedStack,
  id?: string,
): Promise<readonly Subscription[]> {
  const bus = stack.optional('RedeliveryBusName');
  const rules = bus === undefined ? [] : await subscriptionRules(context, bus);
  const wanted = rules.filter(({ name }) => id === undefined || name === id);
  if (id !== undefined && wanted.length === 0) throw new OpsError('wrong-usage', noSuch(stack.name, id, rules));
  return inGroups(wanted, 8, async ({ name, arn, disabledRules }) => ({
    ...{ id: name, ruleArn: arn, disabledRules },
    queueUrl: queueUrlOf(stack, await deadLetterArn(context, bus ?? '', name)),
  }));
}

interface SubscriptionRule {
  readonly name: string;
  readonly arn: string;
  readonly disabledRules: readonly string[];
}

/** The rule of each subscription. A function has another one, for its failures, which matches the same resource. */
async function subscriptionRules(context: OpsContext, bus: string): Promise<readonly SubscriptionRule[]> {
  const rules = await listRules(context, bus);
  const disabled = rules.filter(({ isDisabled }) => isDisabled);
  return rules
    .filter(({ pattern }) => matches(pattern, 'source', eventSource))
    .map(({ name, arn }) => ({
      ...{ name, arn },
      disabledRules: disabled.filter(({ pattern }) => matches(pattern, 'resources', arn)).map((rule) => rule.name),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function matches(pattern: string, member: 'source' | 'resources', text: string): boolean {
  const value = parseJson(pattern);
  const wanted = isRecord(value) ? value[member] : undefined;
  return Array.isArray(wanted) && wanted.includes(text);
}

async function deadLetterArn({ clients }: OpsContext, EventBusName: string, Rule: string): Promise<string> {
  const { client, sdk } = await clients.eventBridge();
  const { Targets = [] } = await client.send(new sdk.ListTargetsByRuleCommand({ EventBusName, Rule }));
  return Targets[0]?.DeadLetterConfig?.Arn ?? '';
}

/** It is in the account and Region of the stack's other queues. */
function queueUrlOf(stack: DeployedStack, arn: string): string {
  return stack.output('DeadLetterQueueUrl').replace(/[^/]+$/, arn.split(':').at(-1) ?? '');
}

function noSuch(stackName: string, id: string, rules: readonly SubscriptionRule[]): string {
  const known = rules.length === 0 ? 'it has none' : `it has ${rules.map(({ name }) => name).join(', ')}`;
  return `${stackName} has no subscription ${id}: ${known}.`;
}
