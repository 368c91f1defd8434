import { sendAgain } from './aws/queue';
import { takeDeadLetters } from './aws/take-dead-letters';
import { countSelected } from './count-selected';
import { takeNeeds } from './dead-list';
import { defineCommand } from './frame/command';
import type { ChangeOptions } from './frame/context';
import {
  allOption,
  checkSelection,
  idOption,
  type SelectionOptions,
  selectionText,
  sinceOption,
} from './frame/selection';
import { joinNeeds, stackNeeds } from './policy/needs';

type Options = ChangeOptions & SelectionOptions;

export const deadRedrive = defineCommand<Options>({
  name: 'dead redrive',
  about: 'Moves dead letters back to the retry queue. What was published before is recognized, and dropped.',
  options: [idOption, sinceOption, allOption],
  example: 'dead redrive --all',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, takeNeeds, {
    'sqs:SendMessage': ['retryQueue'],
    'sqs:DeleteMessage': ['deadLetterQueue'],
  }),
  run: async (context, options) => {
    checkSelection(options, ['id', 'since', 'all']);
    const stack = await context.stack();
    const what = `Moves dead letters back to the retry queue of ${stack.name}: ${selectionText(options)}.`;
    if (!(await context.mayChange(what, options))) {
      const selected = await countSelected(context, stack, options);
      return { code: 0, json: { moved: 0, left: selected, failed: [] }, text: () => `${selected} would be moved.` };
    }
    const from = stack.output('DeadLetterQueueUrl');
    // One at a time: what has failed five times must not be batched with the healthy.
    const to = stack.output('RetryQueueUrl');
    const { done, left, failed } = await takeDeadLetters(context, stack, options, ({ message }) =>
      sendAgain(context, message, from, to),
    );
    for (const { messageId, cause } of failed) context.note(`${messageId}: ${cause}`);
    return {
      code: failed.length === 0 ? 0 : 1,
      json: { moved: done, left, failed },
      text: () => `${done} moved, ${left} left.`,
    };
  },
});
