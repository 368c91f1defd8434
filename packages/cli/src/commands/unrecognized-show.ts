import type { EarlierEvent } from '../../../../lambda/reader/unrecognized/unrecognized-callback-schema';
import { unrecognizedReasons } from '../../../../lambda/reader/unrecognized/unrecognized-reasons';
import { defineCommand } from '../frame/command';
import { type ContentOptions, noteContent, requestContent } from '../frame/content';
import type { OpsContext } from '../frame/context';
import { record } from '../frame/table';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { inGroups } from '../reads/in-groups';
import { readKeptBody, readKeptRequest } from '../reads/kept-request';
import type { DeployedStack } from '../reads/stack';
import { type KeptCallback, listKept } from '../reads/unrecognized';
import { describe, keptNeeds } from './unrecognized-list';

export const unrecognizedShow = defineCommand<ContentOptions>({
  name: 'unrecognized show',
  about: 'Shows one kept callback and what its reason means; with --show-content also what was sent.',
  argument: { name: '<id>', about: "the event's id or the request's" },
  example: 'unrecognized show 5d0c6b6e-0000-8000-8000-00000000a001',
  kind: 'reads',
  hasContent: true,
  needs: joinNeeds(stackNeeds, keptNeeds),
  run: async (context, { showContent }, id) => {
    const stack = await context.stack();
    const found = await findKept(context, stack, id);
    if (found.length === 0) {
      context.note(`No kept callback has the id ${id}. "find ${id}" looks everywhere.`);
      return { code: 1, json: { id, found: false }, text: () => '' };
    }
    if (showContent) noteContent(context);
    const callbacks = await inGroups(found, 4, (kept) => showKept(context, stack, kept, showContent));
    return {
      code: 0,
      json: { id, found: true, callback: callbacks[0], callbacks },
      text: () =>
        callbacks
          .map((one) => record({ ...one, collidesWith: earlierText(one.collidesWith) }, context.paint))
          .join('\n\n'),
    };
  },
});

/**
 * The kept callbacks of an event id, which is in their name, or of a request id, which is in their request. A caller can
 * choose a request id, and choose it twice: it is for looking at, and selects nothing that is changed.
 */
async function findKept(context: OpsContext, stack: DeployedStack, id: string): Promise<readonly KeptCallback[]> {
  const all = await listKept(context, stack, {});
  const named = all.find(({ eventId }) => eventId === id);
  if (named !== undefined) return [named];
  const found: KeptCallback[] = [];
  for (const kept of all) {
    context.io.interrupted.throwIfAborted();
    if ((await readKeptRequest(context, stack, kept))?.head.requestId === id) found.push(kept);
  }
  return found;
}

async function showKept(context: OpsContext, stack: DeployedStack, kept: KeptCallback, showContent = false) {
  const request = await readKeptRequest(context, stack, kept);
  const body = showContent ? await readKeptBody(context, stack, kept) : undefined;
  const means = Object.entries(unrecognizedReasons).find(([code]) => code === kept.reason)?.[1];
  return {
    ...describe(kept, request),
    means: means?.means ?? null,
    todo: means?.todo ?? null,
    bucket: stack.output('BucketName'),
    key: `${kept.name}.bin`,
    ...(request === undefined || body === undefined ? {} : requestContent({ ...request.head, body })),
    collidesWith: kept.reason === 'identity-collision' ? (request?.collidesWith ?? null) : null,
  };
}

function earlierText(earlier: EarlierEvent | null): string | null {
  return earlier === null ? null : `event ${earlier.eventId} of request ${earlier.requestId ?? 'that is not known'}`;
}
