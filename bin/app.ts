import { Annotations, App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context as kept } from '../cdk.json';
import { ConfigError } from '../lib/config';
import { readDeployment } from '../lib/read-deployment';
import { VibesCallbacksStack } from '../lib/vibes-callbacks-stack';

// The same template with the CDK CLI and without: it sets these two.
const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const app = new App({ context: { ...kept, ...metadata } });
const { settings, mistakes, advice } = readDeployment({
  context: app.node.getAllContext(),
  kept,
  environment: process.env,
  // Where the CDK CLI is about to deploy: the template itself is the same everywhere.
  region: process.env.CDK_DEFAULT_REGION,
});
if (mistakes.length > 0) {
  const { code, message } = new ConfigError(mistakes);
  process.stderr.write(`${message}\n[${code}]\n`);
  process.exitCode = 1;
} else {
  const stack = new VibesCallbacksStack(app, 'VibesCallbacks', settings);
  for (const sentence of advice) Annotations.of(stack).addWarningV2('vibes-callbacks:advice', sentence);
  const reason = 'The settings are text: they come from a file, the command line or the environment.';
  Validations.of(stack).acknowledge({ id: 'Annotation::vibes-callbacks:deprecated-props', reason });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
