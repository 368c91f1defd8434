import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { context } from '../../cdk.json';
import { VibesCallbacksStack, type VibesCallbacksStackProps } from '../../lib/vibes-callbacks-stack';
import type { CfnTemplate } from './template-changes';

const known = new Map<string, CfnTemplate>();

/** The template that a deployment with these settings has, without what every commit changes in it. */
export function stackTemplate(props: VibesCallbacksStackProps): CfnTemplate {
  const key = JSON.stringify(props);
  const template = known.get(key) ?? synthesize(props);
  known.set(key, template);
  return template;
}

function synthesize(props: VibesCallbacksStackProps): CfnTemplate {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const stack = new VibesCallbacksStack(app, 'VibesCallbacks', props);
  const reason = 'Nothing is deployed.';
  Validations.of(stack).acknowledge(
    { id: 'Annotation::vibes-callbacks:no-alarm-email', reason },
    { id: 'Annotation::vibes-callbacks:mutual-tls-policy', reason },
    { id: 'Annotation::vibes-callbacks:deprecated-props', reason },
  );
  return withoutCommit(Template.fromStack(stack).toJSON());
}

/**
 * A bundle's hash says which sources it is made of, and a deployment's id which API it is the picture of: both are others
 * after each change, and replaced without a gap.
 */
function withoutCommit(template: unknown): CfnTemplate {
  const changing = ['S3Key', 'RELEASE', 'Commit'];
  const text = JSON.stringify(template, (key, value) => (changing.includes(key) ? '…' : value));
  return JSON.parse(text.replaceAll(/(ApiDeployment[0-9A-F]{8})[0-9a-f]{32,}/g, '$1'));
}
