import type { Deployment } from '../../../template/deployment';
import { optionalText } from '../../../template/properties';
import type { Action, Input } from '../../protocols/create-service';
import { eventsPage } from './events-page';
import { checkBus, type KnownRules, type RuleFacts } from './rule-facts';

/** API reference, ListRules and ListTargetsByRule. */
const pageSize = 100;

/** The rules, and what they are for. */
export function ruleActions(deployment: Deployment, rules: KnownRules): Readonly<Record<string, Action>> {
  const requires = (action: string, member: 'Name' | 'Rule') => (input: Input) => [
    {
      action: `events:${action}`,
      resource: rules.find(input.EventBusName, input[member])?.arn ?? anyRule(deployment),
    },
  ];
  return {
    DescribeEventBus: {
      requires: (input) => [{ action: 'events:DescribeEventBus', resource: rules.buses.arnOf(input.Name) }],
      answer: (input) => {
        checkBus(rules.buses, input.Name);
        const arn = rules.buses.arnOf(input.Name);
        const { Description } = deployment.withArn('AWS::Events::EventBus', arn)?.properties ?? {};
        return { Name: rules.buses.nameOf(input.Name), Arn: arn, Description: optionalText(Description) };
      },
    },
    ListRules: {
      requires: () => [{ action: 'events:ListRules', resource: '*' }],
      answer: (input) => {
        const bus = rules.buses.nameOf(input.EventBusName);
        const prefix = String(input.NamePrefix ?? '');
        const found = rules.all().filter((rule) => rule.bus === bus && rule.name.startsWith(prefix));
        const { items, next } = eventsPage(found, input, pageSize);
        return { Rules: items.map(describe), NextToken: next };
      },
    },
    DescribeRule: {
      requires: requires('DescribeRule', 'Name'),
      answer: (input) => describe(rules.get(input.EventBusName, input.Name)),
    },
    ListTargetsByRule: {
      requires: requires('ListTargetsByRule', 'Rule'),
      answer: (input) => {
        const { targets } = rules.get(input.EventBusName, input.Rule);
        const { items, next } = eventsPage(targets, input, pageSize);
        return { Targets: items, NextToken: next };
      },
    },
  };
}

function anyRule({ region, accountId }: Deployment): string {
  return `arn:aws:events:${region}:${accountId}:rule/*`;
}

function describe({ name, arn, bus, pattern, schedule, state, description }: RuleFacts): unknown {
  return {
    Name: name,
    Arn: arn,
    EventPattern: pattern,
    ScheduleExpression: schedule,
    State: state,
    Description: description,
    EventBusName: bus,
  };
}
