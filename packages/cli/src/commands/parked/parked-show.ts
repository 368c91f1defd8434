import { defineCommand, type OpsCommand } from '../../frame/command';
import { type ContentOptions, noteContent } from '../../frame/content';
import { record } from '../../frame/table';
import { joinNeeds, stackNeeds } from '../../policy/needs';
import type { OpenedMessage, OpenedQueue } from '../../reads/opened-queue';
import { listLimits } from '../../reads/queue';
import type { ParkedKind } from './parked-kind';

const cutNote = `It looked at the first ${listLimits.messages.toLocaleString('en-US')} of a queue, and there may be more.`;

export function parkedShow<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>>(
  kind: ParkedKind<Opened, Queue>,
): OpsCommand {
  return defineCommand<ContentOptions>({
    name: `${kind.word} show`,
    about: kind.about.show,
    argument: { name: '<id>', about: kind.shownBy },
    example: `${kind.word} show 5d0c6b6e-0000-4000-8000-00000000a001`,
    kind: 'reads',
    hasContent: true,
    needs: joinNeeds(stackNeeds, kind.needs.look),
    run: async (context, { showContent }, id) => {
      const opened: Opened[] = [];
      for (const queue of await kind.queues(context, await context.stack()))
        opened.push(...(await queue.look(listLimits)));
      context.io.interrupted.throwIfAborted();
      const found = opened.filter((one) => kind.isMeant(one, id));
      if (showContent) noteContent(context);
      const messages = found.map((one) => ({ ...one.letter, ...(showContent ? kind.contentOf(one) : {}) }));
      if (found.length === 0) context.note(`No ${kind.one} has the id ${id}. "find ${id}" looks everywhere.`);
      if (opened.length >= listLimits.messages) context.note(cutNote);
      return {
        code: found.length === 0 ? 1 : 0,
        json: { id, found: found.length > 0, messages },
        text: () => messages.map((message) => record(message, context.paint)).join('\n\n'),
      };
    },
  });
}
