import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { context } from '../../cdk.json';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import type { VibesCallbacksProps } from '../../lib/vibes-callbacks-props';

/** An app as `bin/app.ts` makes it, but that bundles nothing: assertions need no code. */
export function testApp(): App {
  return new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
}

export interface Synthesized {
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** The template of a stack with nothing but `VibesCallbacks` and what `extend` adds. */
export function synthesize(
  props: VibesCallbacksProps = {},
  extend: (callbacks: VibesCallbacks, stack: Stack) => void = () => {},
): Synthesized {
  const stack = new Stack(testApp(), 'Stack');
  const reason = 'Nothing is deployed.';
  Validations.of(stack).acknowledge(
    { id: 'Annotation::vibes-callbacks:no-alarm-email', reason },
    { id: 'Annotation::vibes-callbacks:mutual-tls-policy', reason },
  );
  extend(new VibesCallbacks(stack, 'Vibes', props), stack);
  const template = Template.fromStack(stack);
  return { template, resources: template.toJSON().Resources };
}

export function ofType({ resources }: Synthesized, type: string): readonly [string, Resource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}

/** The one resource of a type whose logical id contains `part`. */
export function theOnly(synthesized: Synthesized, type: string, part = ''): [string, Resource] {
  const found = ofType(synthesized, type).filter(([id]) => id.includes(part));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${type} ${part}`);
  return first;
}
