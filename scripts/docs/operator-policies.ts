import { opsCommands } from '../../packages/cli/src/commands';
import { needsOf, policyDocument } from '../../packages/cli/src/policy/policy-document';
import { defaultArns } from '../../packages/cli/src/policy/resource-arns';

/** The operator's two policies, from what each command says it needs: path and content. */
export function operatorPolicies(): readonly (readonly [string, string])[] {
  return [
    ['docs/OPERATOR-POLICY.json', text('all')],
    ['docs/OPERATOR-POLICY-read-only.json', text('read-only')],
  ];
}

function text(kind: 'all' | 'read-only'): string {
  return `${JSON.stringify(policyDocument(needsOf(opsCommands, kind), defaultArns), null, 2)}\n`;
}
