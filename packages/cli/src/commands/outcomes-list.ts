import { type MessageKey, messageName } from '../../../../lambda/outcomes/fold';
import { defineCommand } from '../frame/command';
import type { CommonOptions, OpsContext } from '../frame/context';
import { isoTime, momentOption } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { equalsTerm, type FoundLine, logLinePages } from '../reads/log-lines';
import { keyOfLine, outcomesTable, readOutcomes } from '../reads/outcomes';
import type { DeployedStack } from '../reads/stack';
import { channelOption, describeOutcomes, outcomesText, stateOption } from './outcomes/outcome-row';

interface Options extends CommonOptions {
  readonly state?: string;
  readonly channel?: string;
  readonly since: number;
}

/** Each is read from the table. */
const maxShown = 1_000;
const minuteMs = 60_000;
/** The newest lines first: CloudWatch returns the oldest first. Each span is this many times as long as the one before. */
const growth = 6;

export const outcomesList = defineCommand<Options>({
  name: 'outcomes list',
  about: 'Lists the messages whose outcome changed, the newest first, with their state now.',
  options: [
    stateOption,
    channelOption,
    momentOption('--since <time>', 'changed since: 10m (ago), 2h, 3d, or ISO 8601', '1h'),
  ],
  example: 'outcomes list --state failed --since 1h',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, { 'dynamodb:BatchGetItem': ['outcomesTable'], 'logs:FilterLogEvents': ['logGroups'] }),
  run: async (context, options) => {
    const { state, since } = options;
    const stack = await context.stack();
    const table = outcomesTable(stack);
    const { changed, reachedMs } = await findChanged(context, stack, options);
    const items = await readOutcomes(context, table, changed);
    const missing = changed.length - items.length;
    if (missing > 0) context.note(missingNote(missing));
    if (reachedMs > since) context.note(`Showing the newest ${maxShown}, back to ${isoTime(reachedMs)}.`);
    const outcomes = describeOutcomes(items)
      .filter((outcome) => state === undefined || outcome.state === state)
      .sort((a, b) => (b.changedAt ?? '').localeCompare(a.changedAt ?? ''));
    return {
      code: 0,
      json: { count: outcomes.length, since: isoTime(reachedMs), missing, outcomes },
      text: () =>
        outcomes.length === 0
          ? `No outcome${state === undefined ? '' : ` is ${state} that`} changed since ${isoTime(since)}.`
          : outcomesText(outcomes, context),
    };
  },
});

interface Changed {
  /** Each message once, the last changed first. */
  readonly changed: readonly MessageKey[];
  /** The start of a complete list: later than asked for if there were more than are shown. */
  readonly reachedMs: number;
}

async function findChanged(
  context: OpsContext,
  stack: DeployedStack,
  { state, channel, since }: Options,
): Promise<Changed> {
  const group = stack.output('OutcomesLogGroupName');
  const terms = [
    '$.code = "OutcomePublished"',
    ...(state === undefined ? [] : [equalsTerm('state', state)]),
    ...(channel === undefined ? [] : [equalsTerm('channel', channel)]),
  ];
  const pattern = `{ ${terms.join(' && ')} }`;
  const found = new Map<string, MessageKey & { readonly atMs: number }>();
  let untilMs = context.io.now();
  for (let lengthMs = 10 * minuteMs; untilMs > since; lengthMs *= growth) {
    const fromMs = Math.max(since, untilMs - lengthMs);
    for await (const lines of logLinePages(context, group, { pattern, fromMs, untilMs })) {
      for (const line of lines) note(line, found);
    }
    untilMs = fromMs;
    if (found.size >= maxShown) break;
  }
  const newest = [...found.values()].sort((a, b) => b.atMs - a.atMs);
  const changed = newest.slice(0, maxShown);
  const last = changed.at(-1);
  return { changed, reachedMs: newest.length > maxShown && last !== undefined ? last.atMs : untilMs };
}

function note(line: FoundLine, found: Map<string, MessageKey & { readonly atMs: number }>): void {
  const key = keyOfLine(line);
  if (key === undefined) return;
  const name = messageName(key);
  if ((found.get(name)?.atMs ?? 0) < line.atMs) found.set(name, { ...key, atMs: line.atMs });
}

function missingNote(count: number): string {
  return `${count} of them are no longer in the table: their items expired, or the table was replaced ("outcomes rebuild" compares it with the archive).`;
}
