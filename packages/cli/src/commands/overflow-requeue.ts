import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { prefixes } from '../../../../lib/bucket-prefixes';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { progressOf } from '../frame/progress';
import { allOption, checkSelection } from '../frame/selection';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { touchObject } from '../reads/objects';
import { everything, findPendingOverflow } from '../reads/pending-overflow';
import type { DeployedStack } from '../reads/stack';
import { overflowNeeds, undecidedNote } from './overflow-list';

interface Options extends ChangeOptions {
  readonly key?: readonly string[];
  readonly all?: boolean;
}

export const overflowRequeue = defineCommand<Options>({
  name: 'overflow requeue',
  about: 'Queues overflow objects again: copies each onto itself, so that S3 notifies the queue.',
  options: [new Option('--key <key...>', 'only these: the key that "overflow list" shows'), allOption],
  example: 'overflow requeue --all',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, overflowNeeds, { 's3:PutObject': ['overflowObjects'] }),
  run: async (context, options) => {
    checkSelection(options, ['key', 'all']);
    const stack = await context.stack();
    const progress = progressOf(context, 'objects');
    const keys = options.key ?? (await keysToQueue(context, stack, progress.at));
    progress.end();
    const wrong = keys.find((key) => !key.startsWith(prefixes.overflow));
    if (wrong !== undefined)
      throw new OpsError('no-such-object', `${wrong} is not an overflow object: "overflow list" shows the keys.`);
    const what = `Queues ${counted(keys.length, 'overflow object')} of ${stack.name} again.`;
    if (keys.length > 0 && !(await context.mayChange(what, options))) {
      return { code: 0, json: { requeued: 0, failed: [] }, text: () => `${keys.length} would be queued again.` };
    }
    const failed: { key: string; cause: string }[] = [];
    for (const key of keys) {
      context.io.interrupted.throwIfAborted();
      await touchObject(context, stack.output('BucketName'), key).catch((error: unknown) => {
        failed.push({ key, cause: context.explain(error) });
      });
    }
    for (const { key, cause } of failed) context.note(`${key}: ${cause}`);
    const requeued = keys.length - failed.length;
    return {
      code: failed.length === 0 ? 0 : 1,
      json: { requeued, failed },
      text: () => `${requeued} queued again, ${failed.length} failed.`,
    };
  },
});

/** Includes those that may have been published: the consumer, which has the key, publishes none twice. */
async function keysToQueue(context: OpsContext, stack: DeployedStack, onProgress: (done: number, of: number) => void) {
  const { pending, undecided } = await findPendingOverflow(context, stack, everything, onProgress);
  if (undecided.length > 0) context.note(undecidedNote(undecided.length));
  return [...pending, ...undecided].map(({ key }) => key);
}
