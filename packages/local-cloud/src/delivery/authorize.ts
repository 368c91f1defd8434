import type { Authorizer } from '../aws/iam/authorizer';
import { DeliveryFailure, type Message } from './message';

export type Permissions = Pick<Authorizer, 'allowsService' | 'deniedToRole'>;

/** @throws DeliveryFailure if neither the role's policies nor those of the target allow the sender */
export function authorize({ to, from }: Message, action: string, accountId: string, permissions: Permissions): void {
  const { service, sourceArn, roleLogicalId } = from;
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId };
  if (roleLogicalId === undefined) {
    if (permissions.allowsService(service, { action, resource: to, context })) return;
    throw new DeliveryFailure('NO_PERMISSIONS', `no policy of ${to} lets ${service} call ${action} for ${sourceArn}`);
  }
  if (permissions.deniedToRole(roleLogicalId, [{ action, resource: to }]) === undefined) return;
  throw new DeliveryFailure('NO_PERMISSIONS', `no policy lets ${roleLogicalId} call ${action} on ${to}`);
}
