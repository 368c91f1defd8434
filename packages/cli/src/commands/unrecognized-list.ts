import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { unrecognizedReasons } from '../../../../lambda/reader/unrecognized/unrecognized-reasons';
import { defineCommand } from '../frame/command';
import type { CommonOptions } from '../frame/context';
import { sinceOption } from '../frame/selection';
import { table } from '../frame/table';
import { isoTime } from '../frame/times';
import { joinNeeds, type Needs, stackNeeds } from '../policy/needs';
import { inGroups } from '../reads/in-groups';
import { type KeptRequest, readKeptRequest } from '../reads/kept-request';
import { knownRoute } from '../reads/known-route';
import { type KeptCallback, listKept } from '../reads/unrecognized';

export const reasonOption = new Option('--reason <code>', 'only those kept for this reason').choices(
  Object.keys(unrecognizedReasons),
);

export const keptIdOption = new Option('--id <id...>', 'only these: the eventId that "unrecognized list" shows');

export const keptNeeds: Needs = { 's3:ListBucket': ['bucket'], 's3:GetObject': ['unrecognizedObjects'] };

interface Options extends CommonOptions {
  readonly reason?: string;
  readonly since?: number;
  readonly dismissed?: boolean;
}

/** Each is read for its request; more are counted only. */
const maxShown = 1_000;

export const unrecognizedList = defineCommand<Options>({
  name: 'unrecognized list',
  about: 'Lists the callbacks that were not understood and were kept.',
  options: [reasonOption, sinceOption, new Option('--dismissed', 'include dismissed ones')],
  example: 'unrecognized list --since 1d',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, keptNeeds),
  run: async (context, { reason, since, dismissed: withDismissed = false }) => {
    const stack = await context.stack();
    const all = await listKept(context, stack, {
      ...(reason === undefined ? {} : { reason }),
      ...(since === undefined ? {} : { sinceMs: since }),
    });
    const kept = withDismissed ? all : all.filter(({ dismissedAtMs }) => dismissedAtMs === undefined);
    const hidden = all.length - kept.length;
    const callbacks = await inGroups(kept.slice(0, maxShown), 8, async (one) =>
      describe(one, await readKeptRequest(context, stack, one)),
    );
    if (hidden > 0) context.note(`${counted(hidden, 'dismissed callback')} not shown: add --dismissed.`);
    if (kept.length > maxShown) context.note(`Showing the newest ${maxShown} of ${kept.length}.`);
    return {
      code: 0,
      json: { count: kept.length, callbacks },
      text: () =>
        callbacks.length === 0
          ? 'No unrecognized callbacks.'
          : table(
              callbacks.map(({ eventId, reason: why, receivedAt, route, size, reprocessedAt, done, dismissedAt }) => ({
                eventId,
                reason: why,
                receivedAt,
                route,
                size,
                'sent again': reprocessedAt,
                done: done ? 'yes' : 'no',
                ...(withDismissed ? { dismissed: dismissedAt } : {}),
              })),
              context.io.columns,
              context.paint,
            ),
    };
  },
});

/** Ids, codes, times and sizes. */
export function describe(kept: KeptCallback, request: KeptRequest | undefined) {
  const head = request?.head;
  return {
    eventId: kept.eventId,
    requestId: head?.requestId ?? null,
    reason: kept.reason,
    receivedAt: head?.receivedAt ?? isoTime(kept.keptAtMs),
    route: head === undefined ? null : knownRoute(head.path),
    size: kept.size,
    reprocessedAt: kept.reprocessedAtMs === undefined ? null : isoTime(kept.reprocessedAtMs),
    done: kept.isDone,
    dismissedAt: kept.dismissedAtMs === undefined ? null : isoTime(kept.dismissedAtMs),
  };
}
