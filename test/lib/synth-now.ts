import { App, Validations } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import type { VibesCallbacksProps } from '../../lib/vibes-callbacks-props';
import { VibesCallbacksStack } from '../../lib/vibes-callbacks-stack';
import type { Extend, TemplateJson } from './synth';

/** An app as `bin/app.ts` makes it, but that bundles nothing: assertions need no code. */
export function testApp(): App {
  return new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
}

/** The template of a stack with nothing but `VibesCallbacks` and what `extend` adds. */
export function synthesizeNow(props: VibesCallbacksProps, extend: Extend): TemplateJson {
  const app = testApp();
  const stack = new VibesCallbacksStack(app, 'Stack', props);
  const reason = 'Nothing is deployed.';
  Validations.of(stack).acknowledge(
    { id: 'Annotation::vibes-callbacks:no-alarm-email', reason },
    { id: 'Annotation::vibes-callbacks:mutual-tls-policy', reason },
    { id: 'Annotation::vibes-callbacks:deprecated-props', reason },
  );
  extend(stack.callbacks, stack);
  return app.synth().getStackByName('Stack').template;
}
