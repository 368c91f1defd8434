import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsLines, maintenanceLines, repairLines } from '../../../packages/cli/src/policy/aws-lines';
import type { PolicyDocument } from '../../../packages/cli/src/policy/policy-document';
import { commandsOf } from '../../../packages/cli/test/support/runbook-lines';
import { operatorPolicies } from '../../docs/operator-policies';

const root = join(__dirname, '..', '..', '..');

/** `sqs purge-queue`: the service and the operation of each `aws` line that these pages have. */
function awsLinesOf(...pages: readonly string[]): readonly string[] {
  const commands = pages.flatMap((page) => commandsOf(readFileSync(join(root, page), 'utf8')));
  const found = commands.flatMap((command) => [...command.matchAll(/\baws ([a-z\d]+ [a-z\d-]+)/g)]);
  return [...new Set(found.map(([, line]) => line ?? ''))].sort();
}

const policyOf = (path: string): PolicyDocument => JSON.parse(readFileSync(join(root, path), 'utf8'));

it.each(operatorPolicies())('%s is what the commands need: "npm run docs" writes it', (path, content) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(content);
});

it.each(operatorPolicies())('%s fits into a managed policy: 6,144 characters without white space', (_path, content) => {
  expect(content.replace(/\s/g, '').length).toBeLessThan(6_144);
});

it.each<[pages: readonly string[], lines: AwsLines]>([
  [['docs/RUNBOOK.md'], repairLines],
  [['docs/DEPLOYING.md', 'docs/DATA.md', 'docs/UPGRADING.md'], maintenanceLines],
])('each aws line of %j is in the policy for it, and no other', (pages, lines) => {
  expect(Object.keys(lines).sort()).toEqual(awsLinesOf(...pages));
});

it('each aws line of the README and of the settings page is in a policy', () => {
  const lines = awsLinesOf('README.md', 'docs/SETTINGS.md');
  expect(lines).not.toEqual([]);
  const allowed = operatorPolicies().flatMap(([path]) => policyOf(path).Statement.flatMap(({ Action }) => Action));
  const actionOf = (line: string) =>
    line.replace(/ (.)|-(.)/g, (_, first, other) => (first ? `:${first.toUpperCase()}` : other.toUpperCase()));
  expect(lines.map(actionOf).filter((action) => !allowed.includes(action))).toEqual([]);
});

describe('the policy for repairs', () => {
  const statements = policyOf('docs/OPERATOR-POLICY-repair.json').Statement;

  it('is narrowed to the stack but for what IAM cannot narrow', () => {
    const wide = statements.filter(({ Resource }) => Resource.includes('*'));
    expect(wide.flatMap(({ Action }) => Action)).toEqual(['cloudwatch:GetMetricData']);
  });

  it('turns event sources on and off for the functions of the stack alone', () => {
    const [mapping] = statements.filter(({ Action }) => Action.includes('lambda:UpdateEventSourceMapping'));
    expect(mapping?.Condition).toEqual({
      ArnLike: { 'lambda:FunctionArn': ['arn:*:lambda:*:*:function:VibesCallbacks-*'] },
    });
  });

  it('changes no identity key, and deletes no secret, table or object', () => {
    expect(JSON.stringify(statements)).not.toContain('IdentityKey');
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('Delete'))).toEqual([]);
  });
});
