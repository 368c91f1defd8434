import type { Deployment } from '../../template/deployment';
import { optionalText } from '../../template/properties';

/** The buses of the stack, and the account's default one. */
export interface EventBuses {
  /** By name or by ARN; undefined is the default bus. */
  nameOf(bus: unknown): string;
  arnOf(bus: unknown): string;
  exists(bus: unknown): boolean;
}

export function eventBuses(deployment: Deployment): EventBuses {
  const prefix = `arn:aws:events:${deployment.region}:${deployment.accountId}:event-bus/`;
  const nameOf = (bus: unknown) => (optionalText(bus) ?? 'default').replace(prefix, '');
  const arnOf = (bus: unknown) => (nameOf(bus).startsWith('arn:') ? nameOf(bus) : `${prefix}${nameOf(bus)}`);
  return {
    nameOf,
    arnOf,
    exists: (bus) => nameOf(bus) === 'default' || deployment.withArn('AWS::Events::EventBus', arnOf(bus)) !== undefined,
  };
}
