import { defineCommand } from '../frame/command';
import { answerSoon } from '../frame/deadline';
import { table } from '../frame/table';
import { joinNeeds, type Needs, stackNeeds } from '../policy/needs';
import { listLimits, lookAtDeadLetters } from '../reads/dead-letters';
import { identityNeeds } from '../reads/identity-key';
import { queueLevels } from '../reads/queue';

/** To receive dead letters, and to put them back. */
export const takeNeeds: Needs = {
  'sqs:GetQueueAttributes': ['deadLetterQueue'],
  'sqs:ReceiveMessage': ['deadLetterQueue'],
  'sqs:ChangeMessageVisibility': ['deadLetterQueue'],
  's3:GetObject': ['overflowObjects'],
  ...identityNeeds,
};

/** To look at them; the consumer has logged why each failed. */
export const lookNeeds = joinNeeds(takeNeeds, { 'logs:FilterLogEvents': ['logGroups'] });

export const deadList = defineCommand({
  name: 'dead list',
  about: 'Lists the dead letters: which, why, and since when.',
  example: 'dead list',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, lookNeeds),
  run: async (context) => {
    const stack = await context.stack();
    const { visible, inFlight } = await queueLevels(context, stack.output('DeadLetterQueueUrl'));
    const limits = { ...listLimits, deadline: answerSoon(context) };
    const opened = visible + inFlight === 0 ? [] : await lookAtDeadLetters(context, stack, limits);
    const unread = opened.filter(({ isRead }) => !isRead).length;
    if (unread > 0) context.note(notRead(unread));
    const messages = opened.map(({ letter }) => letter).sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
    const count = Math.max(visible + inFlight, messages.length);
    if (messages.length < count) context.note(notShown(count - messages.length));
    return {
      code: 0,
      json: { count, messages },
      text: () =>
        messages.length === 0
          ? 'There are no dead letters.'
          : table(
              messages.map(({ messageId, vibesId, requestId, receivedAt, route, family, step, cause, envelope }) => ({
                messageId,
                'Vibes id': vibesId,
                requestId,
                receivedAt,
                route: envelope ? route : '(no envelope)',
                family,
                step,
                cause,
              })),
              context.io.columns,
              context.paint,
            ),
    };
  },
});

function notRead(count: number): string {
  return `There was no time to read ${count} of them, so their event ids and families are not shown. "dead show ID" reads one.`;
}

function notShown(count: number): string {
  return `About ${count} more are not shown: beyond the first ${listLimits.messages}, or in flight and visible again in a minute.`;
}
