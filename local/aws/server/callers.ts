import { randomUUID } from 'node:crypto';
import { LocalCloudError } from '../../local-cloud-error';
import type { Deployment } from '../../template/deployment';
import type { Caller } from '../call';
import type { Statement } from '../iam/statement';
import type { AccessKey } from '../local-aws';
import { accessKeyIdOf } from '../owner-token';

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

export interface Callers {
  /** The same at each start, as the tools beside the local cloud sign with it too. */
  readonly operator: AccessKey;
  credentialsOf(roleLogicalId: string): AccessKey;
  /** Undefined for a key that nobody has, or has no more. */
  find(accessKeyId: string): KnownCaller | undefined;
  /** Credentials of a federated user, for as long as the local cloud runs or until they expire. */
  invite(guest: Guest): AccessKey & Caller;
}

/**
 * Every role of the template has an access key of its own; a call is known by it (signatures are not verified).
 * @param token what the keys are made of, so that nobody else on this machine can guess them
 */
export function createCallers(deployment: Deployment, token: string): Callers {
  const accessKeyOf = (name: string) => accessKeyIdOf(token, 'ASIA', name);
  const operator: AccessKey = { accessKeyId: accessKeyIdOf(token, 'AKIA', 'operator'), secretAccessKey: 'local' };
  const { accountId } = deployment;
  const roles = deployment.ofType('AWS::IAM::Role');
  const ids = roles.map(({ logicalId }) => logicalId);
  const known = new Map<string, KnownCaller & { readonly expiresAt?: Date }>([
    [operator.accessKeyId, { kind: 'operator', arn: `arn:aws:iam::${accountId}:root`, userId: accountId }],
    ...roles.map(({ logicalId: id, ref }) => {
      const arn = `arn:aws:sts::${accountId}:assumed-role/${ref}/local`;
      return [accessKeyOf(id), { kind: 'role', id, arn, userId: `${accessKeyOf(id)}:local` }] as const;
    }),
  ]);
  return {
    operator,
    credentialsOf: (id) => {
      if (!ids.includes(id)) throw new LocalCloudError(`The template has no role ${id}: synthesize it again.`);
      return { accessKeyId: accessKeyOf(id), secretAccessKey: 'local' };
    },
    find: (accessKeyId) => {
      const caller = known.get(accessKeyId);
      const expired = caller?.expiresAt !== undefined && caller.expiresAt < new Date();
      return expired ? undefined : caller;
    },
    invite: ({ name, statements, expiresAt }) => {
      const accessKeyId = accessKeyOf(`guest ${randomUUID()}`);
      const arn = `arn:aws:sts::${accountId}:federated-user/${name}`;
      const userId = `${accountId}:${name}`;
      known.set(accessKeyId, { kind: 'guest', statements, arn, userId, expiresAt });
      return { accessKeyId, secretAccessKey: 'local', arn, userId };
    },
  };
}
