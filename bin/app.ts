import { Annotations, App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context as kept } from '../cdk.json';
import { accountAdvice, regionMistakes } from '../lib/account-advice';
import { ConfigError, configMistakes } from '../lib/config';
import { environmentName, fileKey, readSettings } from '../lib/read-settings';
import { settingsAdvice } from '../lib/settings-advice';
import { chosenSettings } from '../lib/settings-file';
import { VibesCallbacksStack } from '../lib/vibes-callbacks-stack';

// The same template with the CDK CLI and without: it sets these two.
const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const app = new App({ context: { ...kept, ...metadata } });
const context: Readonly<Record<string, unknown>> = app.node.getAllContext();
const file = chosenSettings(context[fileKey] ?? process.env[environmentName(fileKey)]);
const { props, mistakes } = readSettings(context, process.env, file.values);
// Where the CDK CLI is about to deploy: the template itself is the same everywhere.
const region = process.env.CDK_DEFAULT_REGION;
const all = [...file.mistakes, ...mistakes, ...configMistakes(props), ...regionMistakes(props, region)];
if (all.length > 0) {
  const { code, message } = new ConfigError(all);
  process.stderr.write(`${message}\n[${code}]\n`);
  process.exitCode = 1;
} else {
  const stack = new VibesCallbacksStack(app, 'VibesCallbacks', props);
  const advice = [...settingsAdvice(context, kept, file), ...accountAdvice(props, region)];
  for (const sentence of advice) Annotations.of(stack).addWarningV2('vibes-callbacks:advice', sentence);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
