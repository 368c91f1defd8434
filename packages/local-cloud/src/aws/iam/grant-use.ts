import type { Deployment } from '../../template/deployment';
import type { Requirement } from './authorizer';
import { isTakenHere, rolePolicies } from './role-policies';
import type { Grant } from './statement';

/** One action on one resource that a role's policies allow, and how often it was needed since the start. */
export interface GrantCount {
  readonly roleLogicalId: string;
  /** As the policy has them, wildcards included. */
  readonly action: string;
  readonly resource: string;
  readonly calls: number;
}

export interface GrantUse {
  /** A call that needed these was allowed. */
  note(roleLogicalId: string, requirements: readonly Requirement[]): void;
  read(): readonly GrantCount[];
}

/** Says which grants of the template's roles are needed, so that the others can be removed. */
export function createGrantUse(deployment: Deployment): GrantUse {
  const byRole = new Map(
    deployment
      .ofType('AWS::IAM::Role')
      .filter(isTakenHere)
      .map((role) => [role.logicalId, counted(deployment, role)]),
  );
  return {
    note: (roleLogicalId, requirements) => {
      for (const one of byRole.get(roleLogicalId) ?? []) {
        one.calls += requirements.filter((needed) => one.grant.allows(needed.action, needed.resource)).length;
      }
    },
    read: () =>
      [...byRole].flatMap(([roleLogicalId, all]) =>
        all.map(({ grant: { action, resource }, calls }) => ({ roleLogicalId, action, resource, calls })),
      ),
  };
}

function counted(...parameters: Parameters<typeof rolePolicies>): { readonly grant: Grant; calls: number }[] {
  return rolePolicies(...parameters)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ grants }) => grants.map((grant) => ({ grant, calls: 0 })));
}
