import { dirname, join } from 'node:path';
import { synthesize } from './assembly';
import { failed, type Outcome, passed, skipped } from './outcome';
import { runCommand } from './run-command';
import type { Tool } from './tools';

/** The stack with every setting that adds a resource. */
const everything = {
  CALLBACKS_VIBES_REGION: 'both',
  CALLBACKS_EXTRA_ADDRESSES: '203.0.113.9,198.51.100.0/24',
  CALLBACKS_ALARM_EMAIL: 'oncall@example.com',
  CALLBACKS_RBM_SECRET: 'create',
  CALLBACKS_DOMAIN_NAME: 'callbacks.example.com',
  CALLBACKS_CERTIFICATE_ARN: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
  CALLBACKS_TRUSTSTORE_URI: 's3://trust-bucket/vibes/ca.pem',
};

/**
 * W3005, a dependency that is already enforced: CDK lets a function wait for its role's policy by waiting for all that
 * the role is made of, the role included, which it refers to anyway.
 */
const explained = ['W3005'];

/** cfn-lint on the templates: errors, warnings and hints, but for those explained above. */
export async function checkTemplates(python: Tool): Promise<Outcome[]> {
  const variants = { 'as it is': {}, 'with every setting': everything };
  const outcomes: Outcome[] = [];
  for (const [variant, settings] of Object.entries(variants)) {
    outcomes.push(await checkTemplate(`cfn-lint, ${variant}`, settings, python));
  }
  return outcomes;
}

async function checkTemplate(name: string, settings: Record<string, string>, python: Tool): Promise<Outcome> {
  if ('missing' in python) return skipped(name, python.missing);
  const { templatePath, template } = await synthesize('lint', settings);
  const args = ['--include-checks', 'I', '--ignore-checks', ...explained, '--template', templatePath];
  const { code, output } = await runCommand(join(dirname(python.path), 'cfn-lint'), args);
  const resources = Object.keys(template.Resources).length;
  const without = explained.join(', ');
  if (code === 0) return passed(name, `${resources} resources, nothing to say (without ${without}, explained there)`);
  return failed(name, `it has something to say about ${resources} resources`, output);
}
