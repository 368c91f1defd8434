import { counted } from '@vibes-callbacks/local-cloud/text';
import { defineCommand, type OpsCommand } from '../../frame/command';
import type { ChangeOptions } from '../../frame/context';
import { checkSelection, type SelectionOptions } from '../../frame/selection';
import { joinNeeds, stackNeeds } from '../../policy/needs';
import type { OpenedMessage, OpenedQueue } from '../../reads/opened-queue';
import { deleteMessage } from '../../reads/queue';
import { eachAlone, takeParked } from '../../reads/take-parked';
import type { ParkedKind, ParkedRow } from './parked-kind';
import { noteFailed, rowsText, showSelected } from './selected';

type Options = ChangeOptions & Pick<SelectionOptions, 'id'>;

export function parkedDrop<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>>(
  kind: ParkedKind<Opened, Queue>,
): OpsCommand {
  return defineCommand<Options>({
    name: `${kind.word} drop`,
    about: kind.about.drop,
    options: [kind.idOption],
    example: `${kind.word} drop --id 5d0c6b6e-0000-4000-8000-00000000a001`,
    kind: 'changes',
    needs: joinNeeds(stackNeeds, kind.needs.take, kind.needs.drop),
    run: async (context, options) => {
      checkSelection(options, ['id']);
      const stack = await context.stack();
      const queues = await kind.queues(context, stack);
      const what = `Deletes ${counted(new Set(options.id).size, kind.one)} of ${stack.name} for good.`;
      if (!(await context.mayChange(what, options))) {
        return showSelected({ context, kind, queues, selection: options, wouldBe: 'deleted' });
      }
      const messages: ParkedRow[] = [];
      const drop = eachAlone<Queue>(async (message, queue) => {
        const opened = await queue.open(message);
        await kind.recordDropped(context, stack, opened);
        await deleteMessage(context, queue.url, message);
        messages.push(kind.rowOf(opened.letter));
      });
      const { done, left, failed } = await takeParked(context, queues, options, drop);
      noteFailed(context, kind, failed);
      return {
        code: failed.length === 0 ? 0 : 1,
        json: { moved: done, left, failed, messages },
        text: () => `${rowsText(context, messages)}${done} deleted, ${left} left.`,
      };
    },
  });
}
