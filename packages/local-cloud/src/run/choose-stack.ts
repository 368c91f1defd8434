import { LocalCloudError } from '../base/local-cloud-error';
import type { StackChoice } from '../template/cloud-assembly';

/** The stack of that name; without a name, the only one. */
export function chooseStack(name: string | undefined): StackChoice {
  return (stacks) => {
    const names = stacks.map(({ stackName }) => stackName).join(', ') || 'none';
    const [only, ...others] = name === undefined ? stacks : stacks.filter(({ stackName }) => stackName === name);
    if (only !== undefined && others.length === 0) return only;
    if (name !== undefined)
      throw new LocalCloudError('no-such-stack', `There is no stack ${name}: the app has ${names}.`);
    if (only === undefined) throw new LocalCloudError('no-such-stack', 'The app has no stack: add one.');
    throw new LocalCloudError('several-stacks', `The app has more than one stack (${names}): name one with --stack.`);
  };
}
