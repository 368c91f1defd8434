import { opsCommands } from '../../packages/cli/src/commands';
import { type AwsLines, maintenanceLines, repairLines } from '../../packages/cli/src/policy/aws-lines';
import { joinNeeds, type Needs } from '../../packages/cli/src/policy/needs';
import { needsOf, policyDocument } from '../../packages/cli/src/policy/policy-document';
import { defaultArns } from '../../packages/cli/src/policy/resource-arns';

/** The operator's policies, from what each command and each `aws` line of their pages needs: path and content. */
export function operatorPolicies(): readonly (readonly [string, string])[] {
  return [
    ['docs/OPERATOR-POLICY.json', text(needsOf(opsCommands, 'all'))],
    ['docs/OPERATOR-POLICY-read-only.json', text(needsOf(opsCommands, 'read-only'))],
    [
      'docs/OPERATOR-POLICY-listen.json',
      text(
        needsOf(
          opsCommands.filter(({ name }) => name === 'listen'),
          'all',
        ),
      ),
    ],
    ['docs/OPERATOR-POLICY-repair.json', text(needsOfLines(repairLines))],
    ['docs/OPERATOR-POLICY-maintenance.json', text(needsOfLines(maintenanceLines))],
  ];
}

function needsOfLines(lines: AwsLines): Needs {
  return joinNeeds(...Object.values(lines));
}

function text(needs: Needs): string {
  return `${JSON.stringify(policyDocument(needs, defaultArns), null, 2)}\n`;
}
