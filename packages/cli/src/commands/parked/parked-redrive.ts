import { defineCommand, type OpsCommand } from '../../frame/command';
import type { ChangeOptions } from '../../frame/context';
import { checkSelection, type SelectionOptions, selectionText } from '../../frame/selection';
import { joinNeeds, stackNeeds } from '../../policy/needs';
import type { OpenedMessage, OpenedQueue } from '../../reads/opened-queue';
import { queueLevels } from '../../reads/queue';
import { takeParked } from '../../reads/take-parked';
import { countHeld, type ParkedKind } from './parked-kind';
import { noteFailed, showSelected } from './selected';

type Options = ChangeOptions & SelectionOptions;

export function parkedRedrive<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>>(
  kind: ParkedKind<Opened, Queue>,
): OpsCommand {
  return defineCommand<Options>({
    name: `${kind.word} redrive`,
    about: kind.about.redrive,
    options: kind.redriveOptions,
    example: `${kind.word} redrive --all`,
    kind: 'changes',
    needs: joinNeeds(stackNeeds, kind.needs.take, kind.needs.redrive),
    run: async (context, options) => {
      checkSelection(options, kind.redriveBy);
      const stack = await context.stack();
      const queues = await kind.queues(context, stack, options.subscription);
      const held = await countHeld((url) => queueLevels(context, url), queues);
      const what = kind.redriveText(stack.name, `${selectionText(options)}, of about ${held}`);
      if (!(await context.mayChange(what, options))) {
        return showSelected({ context, kind, queues, selection: options, wouldBe: kind.redriven });
      }
      const { done, left, failed } = await takeParked(context, queues, options, kind.redrive(context, stack));
      noteFailed(context, kind, failed);
      return {
        code: left + failed.length === 0 ? 0 : 1,
        json: { moved: done, left, failed },
        text: () => `${done} ${kind.redriven}, ${left} left.`,
      };
    },
  });
}
