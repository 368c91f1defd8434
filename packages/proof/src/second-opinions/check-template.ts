import { runCommand } from '../support/run-command';
import { synthesize } from './assembly';
import { type CheckOutcome, failed, passed, skipped } from './outcome';
import { type Findings, readAnswers, readCfnGuard, readCheckov, weighFindings } from './rule-sets';
import { scriptOf, type Tool } from './tools';

/** The stack with every setting that adds a resource. */
const everything = {
  vibesRegion: 'both',
  extraAddresses: '203.0.113.9,198.51.100.0/24',
  alarmEmail: 'oncall@example.com',
  rbmSecret: 'create',
  schemaRegistry: 'true',
  domainName: 'callbacks.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
  truststoreUri: 's3://trust-bucket/vibes/ca.pem',
};

/**
 * W3005, a dependency that is already enforced: CDK lets a function wait for its role's policy by waiting for all that
 * the role is made of, the role included, which it refers to anyway.
 */
const explained = ['W3005'];

/** Runs cfn-lint on each template, and the rule sets, whose findings docs/SECURITY.md must answer. */
export async function checkTemplates({
  aws,
  checkov,
  npm,
}: Readonly<Record<'aws' | 'checkov' | 'npm', Tool>>): Promise<CheckOutcome[]> {
  const asItIs = await synthesize();
  const withEverything = await synthesize(everything);
  const paths = [asItIs.templatePath, withEverything.templatePath];
  return [
    await lint('cfn-lint, as it is', asItIs.templatePath, aws),
    await lint('cfn-lint, with every setting', withEverything.templatePath, aws),
    await checkRuleSet("cfn-guard, Control Tower's rules", npm, paths, readCfnGuard),
    await checkRuleSet('checkov', checkov, paths, readCheckov),
  ];
}

/** Errors, warnings and hints, except those explained above. */
async function lint(name: string, templatePath: string, python: Tool): Promise<CheckOutcome> {
  if ('missing' in python) return skipped(name, python.missing);
  const args = ['--include-checks', 'I', '--ignore-checks', ...explained, '--template', templatePath];
  const { code, output } = await runCommand(scriptOf(python.path, 'cfn-lint'), args);
  if (code === 0) return passed(name, `nothing to say (without ${explained.join(', ')}, explained there)`);
  return failed(name, 'it has something to say', output);
}

async function checkRuleSet(
  name: string,
  tool: Tool,
  templatePaths: readonly string[],
  read: (path: string, templatePath: string) => Promise<Findings>,
): Promise<CheckOutcome> {
  if ('missing' in tool) return skipped(name, tool.missing);
  try {
    const findings: Findings[] = [];
    for (const templatePath of templatePaths) findings.push(await read(tool.path, templatePath));
    return weighFindings(name, findings, readAnswers());
  } catch (error) {
    return failed(name, 'it does not run', error instanceof Error ? error.message : String(error));
  }
}
