import { defineCommand, type OpsCommand } from '../../frame/command';
import { answerSoon } from '../../frame/deadline';
import { table } from '../../frame/table';
import { joinNeeds, stackNeeds } from '../../policy/needs';
import type { OpenedMessage, OpenedQueue } from '../../reads/opened-queue';
import { listLimits, queueLevels } from '../../reads/queue';
import { sources } from '../../reads/sources';
import { countHeld, type ListOptions, type ParkedKind } from './parked-kind';

export function parkedList<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>>(
  kind: ParkedKind<Opened, Queue>,
): OpsCommand {
  return defineCommand<ListOptions>({
    name: `${kind.word} list`,
    about: kind.about.list,
    options: kind.listOptions,
    example: `${kind.word} list`,
    kind: 'reads',
    needs: joinNeeds(stackNeeds, kind.needs.look),
    run: async (context, { subscription }) => {
      const stack = await context.stack();
      const queues = await kind.queues(context, stack, subscription);
      const held = await countHeld((url) => queueLevels(context, url), queues);
      const limits = { ...listLimits, deadline: answerSoon(context) };
      const opened: Opened[] = [];
      for (const queue of held === 0 ? [] : queues) opened.push(...(await queue.look(limits)));
      const unread = kind.countUnread(opened);
      if (unread > 0) context.note(notRead(unread, kind.word));
      if (limits.deadline.leftOut.includes(sources.logs)) context.note(logsCut);
      const messages = opened.map(({ letter }) => letter).sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
      const count = Math.max(held, messages.length);
      if (messages.length < count) context.note(notShown(count - messages.length));
      return {
        code: 0,
        json: { count, messages },
        text: () =>
          messages.length === 0
            ? emptyText(count, kind.many)
            : table(messages.map(kind.columns), context.io.columns, context.paint),
      };
    },
  });
}

function emptyText(count: number, many: string): string {
  return count === 0 ? `There are no ${many}.` : `None of about ${count} ${many} can be shown now.`;
}

function notRead(count: number, word: string): string {
  return `There was no time to read ${count} of them, so their event ids and families are not shown. "${word} show ID" reads one.`;
}

function notShown(count: number): string {
  return `About ${count} are not shown: in flight and visible again in a minute, beyond the first ${listLimits.messages.toLocaleString('en-US')}, or there was no time for them.`;
}

const logsCut = 'There was no time to read all of the logs: steps and causes may be missing.';
