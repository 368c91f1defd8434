import type { Deployment, LocalResource } from '../../../template/deployment';
import { asRecord, asRecords, optionalText } from '../../../template/properties';
import { AwsError } from '../../protocols/aws-error';
import type { Action, Input } from '../../protocols/create-service';
import { paginate } from '../../protocols/paginate';

/** API reference, ListRules and ListTargetsByRule. */
const pageSize = 100;

/** The rules of the template, and what they are for. */
export function ruleActions(deployment: Deployment): Readonly<Record<string, Action>> {
  const all = () => deployment.ofType('AWS::Events::Rule').map((resource) => toRule(resource, deployment));
  const requires = (action: string) => (input: Input) => [
    { action: `events:${action}`, resource: find(all(), input, 'Name', deployment)?.arn ?? anyRule(deployment) },
  ];
  return {
    DescribeEventBus: {
      requires: (input) => [{ action: 'events:DescribeEventBus', resource: busArn(input.Name, deployment) }],
      answer: (input) => {
        const arn = busArn(input.Name, deployment);
        const buses = deployment.ofType('AWS::Events::EventBus');
        const found = buses.find(({ logicalId }) => deployment.attribute(logicalId, 'Arn') === arn);
        if (found === undefined && input.Name !== undefined && input.Name !== 'default') {
          throw new AwsError('ResourceNotFoundException', `Event bus ${String(input.Name)} does not exist.`);
        }
        const Description = optionalText(found?.properties.Description);
        return { Name: busNameOf(input.Name, deployment), Arn: arn, Description };
      },
    },
    ListRules: {
      requires: () => [{ action: 'events:ListRules', resource: '*' }],
      answer: (input) => {
        const bus = busNameOf(input.EventBusName, deployment);
        const prefix = String(input.NamePrefix ?? '');
        const found = all().filter((rule) => rule.bus === bus && rule.name.startsWith(prefix));
        const { items, next } = paginate(
          found,
          Number(input.Limit ?? pageSize),
          input.NextToken,
          'ValidationException',
        );
        return { Rules: items.map(describe), NextToken: next };
      },
    },
    DescribeRule: {
      requires: requires('DescribeRule'),
      answer: (input) => describe(required(find(all(), input, 'Name', deployment), input.Name)),
    },
    ListTargetsByRule: {
      requires: (input) => {
        const resource = find(all(), input, 'Rule', deployment)?.arn ?? anyRule(deployment);
        return [{ action: 'events:ListTargetsByRule', resource }];
      },
      answer: (input) => {
        const { targets } = required(find(all(), input, 'Rule', deployment), input.Rule);
        const { items, next } = paginate(
          targets,
          Number(input.Limit ?? pageSize),
          input.NextToken,
          'ValidationException',
        );
        return { Targets: items, NextToken: next };
      },
    },
  };
}

interface RuleFacts {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly properties: LocalResource['properties'];
  readonly targets: readonly Record<string, unknown>[];
}

function toRule({ logicalId, ref, properties }: LocalResource, deployment: Deployment): RuleFacts {
  return {
    name: optionalText(properties.Name) ?? ref.split('|').at(-1) ?? ref,
    arn: deployment.attribute(logicalId, 'Arn'),
    bus: busNameOf(properties.EventBusName, deployment),
    properties,
    targets: asRecords(properties.Targets),
  };
}

/** By name or by ARN; nothing is the account's default bus. */
function busNameOf(bus: unknown, { region, accountId }: Deployment): string {
  return (optionalText(bus) ?? 'default').replace(`arn:aws:events:${region}:${accountId}:event-bus/`, '');
}

function busArn(bus: unknown, deployment: Deployment): string {
  const { region, accountId } = deployment;
  return `arn:aws:events:${region}:${accountId}:event-bus/${busNameOf(bus, deployment)}`;
}

function find(rules: readonly RuleFacts[], input: Input, member: 'Name' | 'Rule', deployment: Deployment) {
  const bus = busNameOf(input.EventBusName, deployment);
  return rules.find((rule) => rule.bus === bus && rule.name === input[member]);
}

function required(rule: RuleFacts | undefined, name: unknown): RuleFacts {
  if (rule !== undefined) return rule;
  throw new AwsError('ResourceNotFoundException', `Rule ${String(name)} does not exist.`);
}

function anyRule({ region, accountId }: Deployment): string {
  return `arn:aws:events:${region}:${accountId}:rule/*`;
}

function describe({ name, arn, bus, properties }: RuleFacts): unknown {
  const { EventPattern: pattern } = properties;
  return {
    Name: name,
    Arn: arn,
    EventPattern: pattern === undefined ? undefined : JSON.stringify(asRecord(pattern)),
    ScheduleExpression: optionalText(properties.ScheduleExpression),
    State: optionalText(properties.State) ?? 'ENABLED',
    Description: optionalText(properties.Description),
    EventBusName: bus,
  };
}
