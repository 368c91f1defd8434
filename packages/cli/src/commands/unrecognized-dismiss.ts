import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { ChangeOptions } from '../frame/context';
import { allOption, checkSelection } from '../frame/selection';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { isOpen, type KeptCallback, markDismissed } from '../reads/unrecognized';
import { chooseKept } from './choose-kept';
import { reasonOption } from './unrecognized-list';

interface Options extends ChangeOptions {
  readonly id?: readonly string[];
  readonly reason?: string;
  readonly all?: boolean;
}

export const unrecognizedDismiss = defineCommand<Options>({
  name: 'unrecognized dismiss',
  about: 'Marks kept callbacks as junk, so that "status" no longer counts them. Their bytes stay as long as before.',
  options: [
    new Option('--id <id...>', 'these, by the eventId that "unrecognized list" shows'),
    reasonOption,
    allOption,
  ],
  example: 'unrecognized dismiss --id 5d0c6b6e-0000-8000-8000-00000000a001',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, { 's3:ListBucket': ['bucket'], 's3:PutObject': ['unrecognizedObjects'] }),
  run: async (context, options) => {
    checkSelection(options, ['id', 'reason', 'all']);
    const stack = await context.stack();
    const { chosen, missing } = await chooseKept(context, stack, options);
    const open = chosen.filter(isOpen);
    const failed = missing.map((eventId) => ({ eventId, cause: 'not found' }));
    const closed = chosen.length - open.length;
    if (closed > 0) context.note(`${counted(closed, 'callback')} already done or dismissed.`);
    const what = `Dismisses ${counted(open.length, 'kept callback')} of ${stack.name} (${byReason(open)}). The bytes stay in the bucket as long as before.`;
    if (open.length > 0 && !(await context.mayChange(what, options))) {
      return {
        code: failed.length === 0 ? 0 : 1,
        json: { dismissed: 0, failed },
        text: () => `${open.length} would be dismissed.`,
      };
    }
    let dismissed = 0;
    for (const kept of open) {
      context.io.interrupted.throwIfAborted();
      try {
        await markDismissed(context, stack.output('BucketName'), kept);
        dismissed += 1;
      } catch (error) {
        failed.push({ eventId: kept.eventId, cause: context.explain(error) });
      }
    }
    for (const { eventId, cause } of failed) context.note(`${eventId}: ${cause}`);
    return {
      code: failed.length === 0 ? 0 : 1,
      json: { dismissed, failed },
      text: () => `${dismissed} dismissed, ${failed.length} failed.`,
    };
  },
});

/** `mo-unauthenticated 1, unknown-format 3`: a person sees whether there is more than junk among them. */
function byReason(kept: readonly KeptCallback[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of kept) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');
}
