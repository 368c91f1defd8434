import type { StackChoice, Template } from '@vibes-callbacks/local-cloud';
import { asTexts } from '@vibes-callbacks/local-cloud';
import { chooseStack as chooseByName } from '@vibes-callbacks/local-cloud/run';
import { branchesOf } from '../reads/pattern-branches';
import { StartError } from './start-error';

/** The stack of that name; without a name, the only one, or the one that has Vibes' callbacks in it. */
export function chooseStack(name: string | undefined): StackChoice {
  return (stacks) => {
    if (name !== undefined || stacks.length === 1) return chooseByName(name)(stacks);
    const [stack, ...others] = stacks.filter(hasCallbacks);
    if (stack === undefined) {
      const names = stacks.map(({ stackName }) => stackName).join(', ') || 'none';
      throw new StartError(
        'no-callbacks-stack',
        `No stack of the app has a VibesCallbacks in it (its stacks: ${names}): add one.`,
      );
    }
    if (others.length === 0) return stack;
    throw new StartError(
      'several-callbacks-stacks',
      `The app has more than one stack with a VibesCallbacks: name one of ${[stack, ...others].map(({ stackName }) => stackName).join(', ')} with --stack.`,
    );
  };
}

/** It archives the events of callbacks: no other sign in a template is as sure. */
function hasCallbacks({ template }: { readonly template: Template }): boolean {
  return Object.values(template.Resources).some(
    ({ Type, Properties }) =>
      Type === 'AWS::Events::Archive' && sourcesOf(Properties?.EventPattern).includes('vibes.callbacks'),
  );
}

/** With `messageOutcomes`, the archive has a pattern of several branches. */
function sourcesOf(pattern: unknown): readonly string[] {
  return branchesOf(pattern).flatMap(({ source }) => asTexts(source));
}
