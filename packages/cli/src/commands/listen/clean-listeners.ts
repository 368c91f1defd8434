import { counted } from '@vibes-callbacks/local-cloud/text';
import type { Answer } from '../../frame/command';
import type { ChangeOptions, OpsContext } from '../../frame/context';
import { table } from '../../frame/table';
import type { DeployedStack } from '../../reads/stack';
import { findTemporarySubscriptions, isExpired, removeTemporarySubscription } from '../../reads/temporary-subscription';

/** Removes what an interrupted `listen` left behind. A rebuild's is removed once it has expired: until then it may run. */
export async function cleanListeners(
  context: OpsContext,
  stack: DeployedStack,
  options: ChangeOptions,
): Promise<Answer> {
  const all = await findTemporarySubscriptions(context, stack);
  const found = all.filter((one) => one.purpose === 'listen' || isExpired(one, context.io.now()));
  const listed = found.map(({ name, expiresAt = null, hasRule, hasQueue }) => ({ name, expiresAt, hasRule, hasQueue }));
  if (found.length === 0) {
    const text = () => 'There are no temporary rules and queues to remove.';
    return { code: 0, json: { found: listed, removed: [], failed: [] }, text };
  }
  const show = () => table(listed, context.io.columns, context.paint);
  context.io.err(show());
  const what = `Removes ${counted(found.length, 'temporary rule and its queue', 'temporary rules and their queues')}. A "listen" that still uses one ends.`;
  if (!(await context.mayChange(what, options)))
    return { code: 0, json: { found: listed, removed: [], failed: [] }, text: () => '' };
  const removed: string[] = [];
  const failed: { readonly name: string; readonly cause: string }[] = [];
  for (const one of found) {
    context.io.interrupted.throwIfAborted();
    await removeTemporarySubscription(context, stack, one).then(
      () => removed.push(one.name),
      (error: unknown) => failed.push({ name: one.name, cause: context.explain(error) }),
    );
  }
  return {
    code: failed.length === 0 ? 0 : 1,
    json: { found: listed, removed, failed },
    text: () =>
      [`Removed: ${removed.join(', ') || 'none'}.`, ...failed.map((one) => `${one.name}: ${one.cause}`)].join('\n'),
  };
}
