import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { CommonOptions, OpsContext } from '../frame/context';
import { isoTime, momentOption } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { type OutcomeItem, outcomesTable, type ScanFilter, scanOutcomes } from '../reads/outcomes';
import { channelOption, describeOutcomes, outcomesText, stateOption } from './outcomes/outcome-row';

interface Options extends CommonOptions {
  readonly olderThan: number;
  readonly state?: string;
  readonly channel?: string;
  readonly all?: boolean;
}

const limits = { shown: 1_000, scanned: 1_000_000 };
/** How often it reports its progress. */
const noteEvery = 100_000;

export const outcomesStuck = defineCommand<Options>({
  name: 'outcomes stuck',
  about: 'Lists messages without a final outcome that have not changed for a while, the oldest first.',
  options: [
    momentOption('--older-than <time>', 'not changed since: 30m, 1h, 2d, or ISO 8601', '1h'),
    stateOption,
    channelOption,
    new Option('--all', 'look at the whole table, however long it takes'),
  ],
  example: 'outcomes stuck --older-than 1h --state overdue',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, { 'dynamodb:Scan': ['outcomesTable'] }),
  run: async (context, options) => {
    const table = outcomesTable(await context.stack());
    const { items, scanned, isComplete } = await scanStuck(context, table, options);
    if (!isComplete) context.note(cutNote(items.length, scanned));
    const outcomes = [...describeOutcomes(items)].sort((a, b) => (a.changedAt ?? '').localeCompare(b.changedAt ?? ''));
    return {
      code: 0,
      json: { count: outcomes.length, olderThan: isoTime(options.olderThan), scanned, isComplete, outcomes },
      text: () =>
        outcomes.length === 0
          ? `No message ${isComplete ? '' : 'of those looked at '}is stuck: each is final, or changed since ${isoTime(options.olderThan)}.`
          : outcomesText(outcomes, context),
    };
  },
});

async function scanStuck(context: OpsContext, table: string, options: Options) {
  const found: OutcomeItem[] = [];
  let scanned = 0;
  let noted = 0;
  for await (const page of scanOutcomes(context, table, filterOf(options))) {
    found.push(...page.items);
    scanned += page.scanned;
    if (scanned - noted >= noteEvery) {
      noted = scanned;
      context.note(`Looked at ${scanned} items, found ${found.length} …`);
    }
    const isOver = found.length >= limits.shown || scanned >= limits.scanned;
    if (isOver && !options.all) return { items: found, scanned, isComplete: false };
  }
  return { items: found, scanned, isComplete: true };
}

/** `presumed-delivered` is not final, and nothing more is expected: it is listed where it is asked for. */
function filterOf({ olderThan, state, channel }: Options): ScanFilter {
  const wanted = state === undefined ? 'outcome.#state <> :presumed' : 'outcome.#state = :state';
  const parts = ['outcome.isFinal = :no', 'changedAt < :then', wanted];
  return {
    expression: [...parts, ...(channel === undefined ? [] : ['begins_with(pk, :channel)'])].join(' AND '),
    names: { '#state': 'state' },
    values: {
      ':no': { BOOL: false },
      ':then': { S: isoTime(olderThan) },
      ...(state === undefined ? { ':presumed': { S: 'presumed-delivered' } } : { ':state': { S: state } }),
      ...(channel === undefined ? {} : { ':channel': { S: `${channel}#` } }),
    },
  };
}

function cutNote(found: number, scanned: number): string {
  return `Stopped after ${scanned} items, with ${found} found: there may be more. "outcomes stuck --all" looks at the whole table.`;
}
