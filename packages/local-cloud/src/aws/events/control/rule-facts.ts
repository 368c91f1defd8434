import type { Deployment, LocalResource } from '../../../template/deployment';
import { asRecord, asRecords, optionalText } from '../../../template/properties';
import { AwsError } from '../../protocols/aws-error';
import { readTagList } from '../../protocols/tags';
import { type EventBuses, eventBuses } from '../event-buses';
import type { OwnRule, OwnRules } from '../rules/own-rules';

/** A rule of the template, or one that was made by the API. */
export interface RuleFacts {
  readonly name: string;
  readonly arn: string;
  /** Its name. */
  readonly bus: string;
  /** JSON. */
  readonly pattern: string | undefined;
  readonly schedule: string | undefined;
  readonly state: string;
  readonly description: string | undefined;
  readonly targets: readonly Readonly<Record<string, unknown>>[];
  readonly tags: Readonly<Record<string, string>>;
  readonly isOfTemplate: boolean;
}

export interface KnownRules {
  all(): readonly RuleFacts[];
  find(bus: unknown, name: unknown): RuleFacts | undefined;
  /** @throws AwsError where there is none */
  get(bus: unknown, name: unknown): RuleFacts;
  readonly buses: EventBuses;
  /** Also of a rule that does not exist. */
  arnOf(bus: unknown, name: unknown): string;
}

export function createKnownRules(deployment: Deployment, own: OwnRules): KnownRules {
  const { region, accountId } = deployment;
  const buses = eventBuses(deployment);
  const busName = buses.nameOf;
  const all = () => [
    ...deployment.ofType('AWS::Events::Rule').map((resource) => ofTemplate(resource, deployment, busName)),
    ...own.list().map(ofApi),
  ];
  const find = (bus: unknown, name: unknown) => all().find((rule) => rule.bus === busName(bus) && rule.name === name);
  return {
    all,
    find,
    get: (bus, name) => {
      const found = find(bus, name);
      if (found !== undefined) return found;
      throw new AwsError(
        'ResourceNotFoundException',
        `Rule ${String(name)} does not exist on EventBus ${busName(bus)}.`,
      );
    },
    buses,
    arnOf: (bus, name) => {
      const folder = busName(bus) === 'default' ? '' : `${busName(bus)}/`;
      return `arn:aws:events:${region}:${accountId}:rule/${folder}${String(name)}`;
    },
  };
}

/** @throws AwsError */
export function checkBus(buses: EventBuses, bus: unknown): void {
  if (buses.exists(bus)) return;
  throw new AwsError('ResourceNotFoundException', `Event bus ${buses.nameOf(bus)} does not exist.`);
}

function ofTemplate(
  { logicalId, ref, properties }: LocalResource,
  deployment: Deployment,
  busName: EventBuses['nameOf'],
): RuleFacts {
  const { EventPattern: pattern } = properties;
  return {
    name: optionalText(properties.Name) ?? ref.split('|').at(-1) ?? ref,
    arn: deployment.attribute(logicalId, 'Arn'),
    bus: busName(properties.EventBusName),
    pattern: pattern === undefined ? undefined : JSON.stringify(asRecord(pattern)),
    schedule: optionalText(properties.ScheduleExpression),
    state: optionalText(properties.State) ?? 'ENABLED',
    description: optionalText(properties.Description),
    targets: asRecords(properties.Targets),
    tags: readTagList(properties.Tags),
    isOfTemplate: true,
  };
}

function ofApi({ description, ...rule }: OwnRule): RuleFacts {
  return { ...rule, description, schedule: undefined, isOfTemplate: false };
}
