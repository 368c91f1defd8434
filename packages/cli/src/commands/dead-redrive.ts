import { defineCommand } from '../frame/command';
import type { ChangeOptions } from '../frame/context';
import {
  allOption,
  checkSelection,
  letterIdOption,
  type SelectionOptions,
  selectionText,
  sinceOption,
} from '../frame/selection';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { queueLevels, sendAgain } from '../reads/queue';
import { takeDeadLetters } from '../reads/take-dead-letters';
import { takeNeeds } from './dead-list';
import { noteFailed, showSelected } from './selected-letters';

type Options = ChangeOptions & SelectionOptions;

export const deadRedrive = defineCommand<Options>({
  name: 'dead redrive',
  about: 'Moves dead letters back to the retry queue. The consumer drops what was published before.',
  options: [letterIdOption, sinceOption, allOption],
  example: 'dead redrive --all',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, takeNeeds, {
    'sqs:SendMessage': ['retryQueue'],
    'sqs:DeleteMessage': ['deadLetterQueue'],
  }),
  run: async (context, options) => {
    checkSelection(options, ['id', 'since', 'all']);
    const stack = await context.stack();
    const from = stack.output('DeadLetterQueueUrl');
    const { visible, inFlight } = await queueLevels(context, from);
    const which = `${selectionText(options)}, of about ${visible + inFlight}`;
    const what = `Moves dead letters back to the retry queue of ${stack.name}: ${which}.`;
    if (!(await context.mayChange(what, options))) {
      return showSelected(context, stack, options, 'moved');
    }
    // One at a time: a message that failed five times must not be batched with healthy ones.
    const to = stack.output('RetryQueueUrl');
    const { done, left, failed } = await takeDeadLetters(context, stack, options, (message) =>
      sendAgain(context, message, from, to, message.messageId),
    );
    noteFailed(context, failed);
    return {
      code: failed.length === 0 ? 0 : 1,
      json: { moved: done, left, failed },
      text: () => `${done} moved, ${left} left.`,
    };
  },
});
