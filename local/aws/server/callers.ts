import { createHash } from 'node:crypto';
import { LocalCloudError } from '../../local-cloud-error';
import type { Deployment } from '../../template/deployment';
import type { AccessKey } from '../local-aws';

/** The same at each start, as the tools beside the local cloud sign with it too; the server listens on loopback only. */
export const owner: AccessKey = { accessKeyId: 'LOCALCLOUDOWNER00001', secretAccessKey: 'local' };

export interface Callers {
  credentialsOf(roleLogicalId: string): AccessKey;
  /** `owner`, a role's logical id, or undefined for a key that nobody has. */
  find(accessKeyId: string): { readonly kind: 'owner' } | { readonly kind: 'role'; readonly id: string } | undefined;
}

/** Every role of the template has an access key of its own; a call is known by it (signatures are not verified). */
export function createCallers(deployment: Deployment): Callers {
  const ids = deployment.ofType('AWS::IAM::Role').map(({ logicalId }) => logicalId);
  const idOf = new Map(ids.map((id) => [accessKeyOf(id), id]));
  return {
    credentialsOf: (id) => {
      if (!ids.includes(id)) throw new LocalCloudError(`The template has no role ${id}: synthesize it again.`);
      return { accessKeyId: accessKeyOf(id), secretAccessKey: 'local' };
    },
    find: (accessKeyId) => {
      if (accessKeyId === owner.accessKeyId) return { kind: 'owner' };
      const id = idOf.get(accessKeyId);
      return id === undefined ? undefined : { kind: 'role', id };
    },
  };
}

function accessKeyOf(roleLogicalId: string): string {
  return `ASIA${createHash('sha256').update(roleLogicalId).digest('hex').slice(0, 16).toUpperCase()}`;
}
