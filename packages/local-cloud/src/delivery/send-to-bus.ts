import { eventBuses } from '../aws/events/event-buses';
import type { PublishedEvent } from '../aws/events/published-event';
import type { Deployment } from '../template/deployment';
import { asRecord } from '../template/properties';
import { authorize, type Permissions } from './authorize';
import { DeliveryFailure, type Send } from './message';

/** To another bus of the stack: the event is the same, its rules are others. */
export function createBusSender(
  deployment: Deployment,
  permissions: Permissions,
  take: (event: PublishedEvent) => void,
): Send {
  const buses = eventBuses(deployment);
  return async (message) => {
    const { to, body } = message;
    if (!buses.exists(to)) throw new DeliveryFailure('NO_RESOURCE', `there is no bus ${to} in the stack`);
    authorize(message, 'events:PutEvents', deployment.accountId, permissions);
    const detailType = String(asRecord(JSON.parse(body))['detail-type']);
    take({ detailType, json: body, busArn: to, publishedAt: new Date(), forwarded: true });
    return {};
  };
}
