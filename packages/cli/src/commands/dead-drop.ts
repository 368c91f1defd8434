import { counted } from '@vibes-callbacks/local-cloud/text';
import { defineCommand } from '../frame/command';
import type { ChangeOptions } from '../frame/context';
import { checkSelection, letterIdOption, type SelectionOptions } from '../frame/selection';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { openLetter } from '../reads/dead-letters';
import { recordDropped } from '../reads/dropped';
import { deleteMessage } from '../reads/queue';
import { takeDeadLetters } from '../reads/take-dead-letters';
import { takeNeeds } from './dead-list';
import { type LetterRow, noteFailed, rowOf, rowsText, showSelected } from './selected-letters';

type Options = ChangeOptions & Pick<SelectionOptions, 'id'>;

export const deadDrop = defineCommand<Options>({
  name: 'dead drop',
  about: 'Deletes dead letters for good; their callbacks are lost. "dead export" keeps a copy.',
  options: [letterIdOption],
  example: 'dead drop --id 5d0c6b6e-0000-4000-8000-00000000a001',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, takeNeeds, {
    'sqs:DeleteMessage': ['deadLetterQueue'],
    's3:PutObject': ['droppedRecords'],
  }),
  run: async (context, options) => {
    checkSelection(options, ['id']);
    const stack = await context.stack();
    const what = `Deletes ${counted(new Set(options.id).size, 'dead letter')} of ${stack.name} for good.`;
    if (!(await context.mayChange(what, options))) {
      return showSelected(context, stack, options, 'deleted');
    }
    const url = stack.output('DeadLetterQueueUrl');
    const messages: LetterRow[] = [];
    const { done, left, failed } = await takeDeadLetters(context, stack, options, async (message) => {
      const opened = await openLetter(context, stack, message);
      await recordDropped(context, stack, opened);
      await deleteMessage(context, url, message);
      messages.push(rowOf(opened));
    });
    noteFailed(context, failed);
    return {
      code: failed.length === 0 ? 0 : 1,
      json: { moved: done, left, failed, messages },
      text: () => `${rowsText(context, messages)}${done} deleted, ${left} left.`,
    };
  },
});
