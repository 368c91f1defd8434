import { defineCommand } from '../frame/command';
import { type ContentOptions, noteContent, requestContent } from '../frame/content';
import { record } from '../frame/table';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { isMeant, listLimits, lookAtDeadLetters, type OpenedLetter } from '../reads/dead-letters';
import { lookNeeds } from './dead-list';

export const deadShow = defineCommand<ContentOptions>({
  name: 'dead show',
  about: 'Shows one dead letter.',
  argument: { name: '<id>', about: "the message's id, the request's, the event's, or Vibes' own" },
  example: 'dead show 5d0c6b6e-0000-4000-8000-00000000a001',
  kind: 'reads',
  hasContent: true,
  needs: joinNeeds(stackNeeds, lookNeeds),
  run: async (context, { showContent }, id) => {
    const opened = await lookAtDeadLetters(context, await context.stack(), listLimits);
    const found = opened.filter((one) => isMeant(one, id));
    if (showContent) noteContent(context);
    const messages = found.map((one) => ({ ...one.letter, ...(showContent ? contentOf(one) : {}) }));
    if (found.length === 0) context.note(`No dead letter has the id ${id}. "find ${id}" looks everywhere.`);
    return {
      code: found.length === 0 ? 1 : 0,
      json: { id, found: found.length > 0, messages },
      text: () => messages.map((message) => record(message, context.paint)).join('\n\n'),
    };
  },
});

/** A message that is not an envelope only has a body. */
function contentOf({ message, callbacks: [first] }: OpenedLetter): Readonly<Record<string, string>> {
  return first === undefined ? { body: message.body } : requestContent(first.envelope);
}
