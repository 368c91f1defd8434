import { randomBytes } from 'node:crypto';
import { LocalCloudError } from '../../base/local-cloud-error';
import type { Deployment } from '../../template/deployment';
import type { AccessKey } from '../iam/caller';
import type { Statement } from '../iam/statement';
import type { Caller } from '../protocols/call';

/** Whose key it is. A guest is a federated user: the operator, restricted to a policy. */
export type KnownCaller =
  | ({ readonly kind: 'operator' } & Caller)
  | ({ readonly kind: 'role'; readonly id: string } & Caller)
  | ({ readonly kind: 'guest'; readonly statements: readonly Statement[] } & Caller);

export interface Guest {
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly expiresAt: Date;
}

/** The key that signs a call, and the caller that it belongs to. */
export interface Credential extends AccessKey {
  readonly caller: KnownCaller;
  /** The session token that a call must carry. @default - any for a role, whose workers identify themselves with it; none for the operator */
  readonly sessionToken?: string;
}

export interface Callers {
  readonly operator: AccessKey;
  credentialsOf(roleLogicalId: string): AccessKey;
  /** Undefined for an unknown or expired key. */
  find(accessKeyId: string): Credential | undefined;
  /** Credentials of a federated user, for as long as the local cloud runs or until they expire. */
  invite(guest: Guest): AccessKey & Caller & { readonly sessionToken: string };
}

/** The operator and every role of the template, each with its own access key, valid for this run only. */
export function createCallers(deployment: Deployment): Callers {
  const { accountId } = deployment;
  const known = new Map<string, Credential & { readonly expiresAt?: Date }>();
  const operator = newAccessKey('AKIA');
  const root: KnownCaller = { kind: 'operator', arn: `arn:aws:iam::${accountId}:root`, userId: accountId };
  known.set(operator.accessKeyId, { ...operator, caller: root });
  const keys = new Map<string, AccessKey>();
  for (const { logicalId: id, ref } of deployment.ofType('AWS::IAM::Role')) {
    const key = newAccessKey('ASIA');
    keys.set(id, key);
    const arn = `arn:aws:sts::${accountId}:assumed-role/${ref}/local`;
    known.set(key.accessKeyId, { ...key, caller: { kind: 'role', id, arn, userId: `${key.accessKeyId}:local` } });
  }
  return {
    operator,
    credentialsOf: (id) => {
      const key = keys.get(id);
      if (key === undefined)
        throw new LocalCloudError('template-incomplete', `The template has no role ${id}: synthesize it again.`);
      return key;
    },
    find: (accessKeyId) => {
      const found = known.get(accessKeyId);
      const expired = found?.expiresAt !== undefined && found.expiresAt < new Date();
      return expired ? undefined : found;
    },
    invite: ({ name, statements, expiresAt }) => {
      const key = { ...newAccessKey('ASIA'), sessionToken: randomBytes(48).toString('base64') };
      const arn = `arn:aws:sts::${accountId}:federated-user/${name}`;
      const userId = `${accountId}:${name}`;
      known.set(key.accessKeyId, { ...key, caller: { kind: 'guest', statements, arn, userId }, expiresAt });
      return { ...key, arn, userId };
    },
  };
}

/** In the shape of AWS' own: twenty letters and digits, and forty characters. */
function newAccessKey(prefix: 'AKIA' | 'ASIA'): AccessKey {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const id = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('');
  return { accessKeyId: `${prefix}${id}`, secretAccessKey: randomBytes(30).toString('base64') };
}
