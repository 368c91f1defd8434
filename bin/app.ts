import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../cdk.json';
import { ConfigError, configMistakes } from '../lib/config';
import { readSettings } from '../lib/read-settings';
import { VibesCallbacksStack } from '../lib/vibes-callbacks-stack';

// The same template with the CDK CLI and without: it sets these two.
const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const app = new App({ context: { ...context, ...metadata } });
const { props, mistakes } = readSettings(app.node.getAllContext(), process.env);
const all = [...mistakes, ...configMistakes(props)];
if (all.length > 0) {
  process.stderr.write(`${new ConfigError(all).message}\n`);
  process.exitCode = 1;
} else {
  new VibesCallbacksStack(app, 'VibesCallbacks', props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
