import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { ChangeOptions } from '../frame/context';
import { allOption, checkSelection } from '../frame/selection';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { isOpen, type KeptCallback, markDismissed, undoDismissal } from '../reads/unrecognized';
import { chooseKept } from './choose-kept';
import { keptIdOption, reasonOption } from './unrecognized-list';

interface Options extends ChangeOptions {
  readonly id?: readonly string[];
  readonly reason?: string;
  readonly all?: boolean;
  readonly undo?: boolean;
}

export const unrecognizedDismiss = defineCommand<Options>({
  name: 'unrecognized dismiss',
  about: 'Marks kept callbacks as junk, so that "status" no longer counts them. Their bytes stay as long as before.',
  options: [
    keptIdOption,
    reasonOption,
    allOption,
    new Option('--undo', 'take the dismissal back: "status" counts them again'),
  ],
  example: 'unrecognized dismiss --id 5d0c6b6e-0000-8000-8000-00000000a001',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, { 's3:ListBucket': ['bucket'], 's3:PutObject': ['unrecognizedObjects'] }),
  run: async (context, options) => {
    checkSelection(options, ['id', 'reason', 'all']);
    const stack = await context.stack();
    const way = options.undo ? undoing : dismissing;
    const { chosen, missing } = await chooseKept(context, stack, options, way.isMeant);
    const meant = chosen.filter(way.isMeant);
    const failed = missing.map((eventId) => ({ eventId, cause: 'not found' }));
    const others = chosen.length - meant.length;
    if (others > 0) context.note(`${counted(others, 'callback')} ${way.notMeant}.`);
    const what = way.announce(`${counted(meant.length, 'kept callback')} of ${stack.name} (${byReason(meant)})`);
    if (meant.length > 0 && !(await context.mayChange(what, options))) {
      return {
        code: failed.length === 0 ? 0 : 1,
        json: { [way.done]: 0, failed },
        text: () => `${meant.length} would be ${way.done}.`,
      };
    }
    let done = 0;
    for (const kept of meant) {
      context.io.interrupted.throwIfAborted();
      try {
        await way.mark(context, stack.output('BucketName'), kept);
        done += 1;
      } catch (error) {
        failed.push({ eventId: kept.eventId, cause: context.explain(error) });
      }
    }
    for (const { eventId, cause } of failed) context.note(`${eventId}: ${cause}`);
    return {
      code: failed.length === 0 ? 0 : 1,
      json: { [way.done]: done, failed },
      text: () => `${done} ${way.done}, ${failed.length} failed.`,
    };
  },
});

const dismissing = {
  isMeant: isOpen,
  mark: markDismissed,
  done: 'dismissed',
  notMeant: 'already done or dismissed',
  announce: (which: string) => `Dismisses ${which}. The bytes stay in the bucket as long as before.`,
} as const;

const undoing = {
  isMeant: ({ dismissedAtMs }: KeptCallback) => dismissedAtMs !== undefined,
  mark: undoDismissal,
  done: 'undone',
  notMeant: 'not dismissed, so nothing to undo',
  announce: (which: string) => `Takes back the dismissal of ${which}.`,
} as const;

/** `mo-unauthenticated 1, unknown-format 3`: a person sees whether there is more than junk among them. */
function byReason(kept: readonly KeptCallback[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of kept) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');
}
