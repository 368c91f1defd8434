import type { StackChoice, Template } from '@vibes-callbacks/local-cloud';
import { asRecord, asTexts } from '@vibes-callbacks/local-cloud';
import { StartError } from './start-error';

/** The stack to run: the one that is named, else the one that has Vibes' callbacks in it. */
export function chooseStack(name: string | undefined): StackChoice {
  return (stacks) => {
    const names = stacks.map(({ stackName }) => stackName).join(', ') || 'none';
    const found =
      name === undefined ? stacks.filter(hasCallbacks) : stacks.filter(({ stackName }) => stackName === name);
    const [stack] = found;
    const [only, ...others] = stacks;
    if (name === undefined && only !== undefined && others.length === 0) return only;
    if (stack !== undefined && found.length === 1) return stack;
    if (name !== undefined) throw new StartError('no-such-stack', `There is no stack ${name}: the app has ${names}.`);
    if (stack === undefined) {
      throw new StartError(
        'no-callbacks-stack',
        `No stack of the app has a VibesCallbacks in it (its stacks: ${names}): add one.`,
      );
    }
    throw new StartError(
      'several-callbacks-stacks',
      `The app has more than one stack with a VibesCallbacks: name one of ${found.map(({ stackName }) => stackName).join(', ')} with --stack.`,
    );
  };
}

/** It archives the events of callbacks: nothing else in a template is as sure a sign. */
function hasCallbacks({ template }: { readonly template: Template }): boolean {
  return Object.values(template.Resources).some(
    ({ Type, Properties }) =>
      Type === 'AWS::Events::Archive' && asTexts(asRecord(Properties?.EventPattern).source).includes('vibes.callbacks'),
  );
}
