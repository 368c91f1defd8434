import type { DeployedStack } from './aws/stack';
import { takeDeadLetters } from './aws/take-dead-letters';
import type { OpsContext } from './frame/context';
import type { SelectionOptions } from './frame/selection';

/** How many dead letters a selection means. Nothing is changed: each is refused, and so put back. */
export async function countSelected(
  context: OpsContext,
  stack: DeployedStack,
  selection: SelectionOptions,
): Promise<number> {
  const { left } = await takeDeadLetters(context, stack, selection, async () => {
    throw new Error('only counted');
  });
  return left;
}
