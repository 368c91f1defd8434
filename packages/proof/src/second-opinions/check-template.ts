import { runCommand } from '../support/run-command';
import { synthesize } from './assembly';
import { CheckFailed, type CheckOutcome, check } from './outcome';
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
  const readWith = (read: typeof readCfnGuard) => async (path: string) => {
    const findings: Findings[] = [];
    for (const templatePath of paths) findings.push(await read(path, templatePath));
    return weighFindings(findings, readAnswers());
  };
  return [
    await check('cfn-lint, as it is', [aws], (python) => lint(asItIs.templatePath, python)),
    await check('cfn-lint, with every setting', [aws], (python) => lint(withEverything.templatePath, python)),
    await check("cfn-guard, Control Tower's rules", [npm], readWith(readCfnGuard)),
    await check('checkov', [checkov], readWith(readCheckov)),
  ];
}

/** Errors, warnings and hints, except those explained above. */
async function lint(templatePath: string, python: string): Promise<string> {
  const args = ['--include-checks', 'I', '--ignore-checks', ...explained, '--template', templatePath];
  const { code, output } = await runCommand(scriptOf(python, 'cfn-lint'), args);
  if (code !== 0) throw new CheckFailed('it has something to say', output);
  return `nothing to say (without ${explained.join(', ')}, explained there)`;
}
