import type { LogStore } from '../aws/logs/log-store';
import type { Deployment } from '../template/deployment';
import { DeliveryFailure, type Send } from './message';

/**
 * Into a log group of the stack. Not authorized: the policy that lets EventBridge write is made by a custom resource or
 * for the whole account, neither of which a template tells.
 */
export function createLogGroupSender(deployment: Deployment, logs: Pick<LogStore, 'append'>): Send {
  const groups = new Set(deployment.ofType('AWS::Logs::LogGroup').map(({ ref }) => ref));
  return async ({ to, body }) => {
    const group = /:log-group:([^:]+)/.exec(to)?.[1] ?? '';
    if (!groups.has(group)) throw new DeliveryFailure('NO_RESOURCE', `there is no log group ${group} in the stack`);
    logs.append(group, { timestamp: Date.now(), stream: 'events', message: body.replace(/[\r\n]+/g, ' ') });
    return {};
  };
}
