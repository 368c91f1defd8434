import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { newestOf } from '../../../../lambda/outcomes/message-item';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { table as tableText } from '../frame/table';
import { isoTime, momentOption } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { fetchIdentityKey, identityNeeds } from '../reads/identity-key';
import { inGroups } from '../reads/in-groups';
import {
  type OutcomeItem,
  outcomesTable,
  readRetentionDays,
  scanOutcomes,
  writeDue,
  writeNew,
} from '../reads/outcomes';
import { archivedAfterMs, refuseForgotten } from '../reads/replays';
import type { DeployedStack } from '../reads/stack';
import {
  Archived,
  type ArchivedMessage,
  compare,
  rebuild,
  type Span,
  unpublishedOf,
  type Verdict,
  withDue,
} from './outcomes/archived';
import { removeLeftovers, replayToQueue, replayToQueueNeeds } from './outcomes/replay-to-queue';

interface Options extends ChangeOptions {
  readonly from: number;
  readonly to?: number;
  readonly write?: boolean;
}

/** What a message's outcome is made of, and what was published of it. */
const types = ['MT Message Response', 'MMS Delivery Report', 'RBM Event', 'Message Submitted', 'Message Outcome'];
const atOnce = 8;
/** More are counted only. */
const maxListed = 1_000;
const noteEvery = 100_000;

export const outcomesRebuild = defineCommand<Options>({
  name: 'outcomes rebuild',
  about: 'Rebuilds the outcomes of a time span from the archive, and compares them with the table.',
  options: [
    momentOption('--from <time>', 'receipts since: 2h (ago), 3d, or ISO 8601').makeOptionMandatory(),
    momentOption('--to <time>', 'receipts until: 10m (ago) or earlier, or ISO 8601 (default: 10m)'),
    new Option(
      '--write',
      'write the messages that the table lacks, and have the function publish what it never published',
    ),
  ],
  example: 'outcomes rebuild --from 2026-05-06T07:00:00Z',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, identityNeeds, replayToQueueNeeds, {
    'events:DescribeEventBus': ['eventBus'],
    'events:DescribeArchive': ['archive'],
    'dynamodb:Scan': ['outcomesTable'],
  }),
  needsToWrite: { 'dynamodb:PutItem': ['outcomesTable'], 'lambda:GetFunctionConfiguration': ['functions'] },
  run: async (context, options) => {
    const stack = await context.stack();
    const table = outcomesTable(stack);
    const span = spanOf(options, context.io.now());
    const { beginsMs, isWhole } = await refuseForgotten(context, stack, span);
    if (!(await context.mayChange(describe(stack.name, span, options), options))) {
      const json = { ...nothingDone, ...isoSpan(span) };
      return { code: 0, json, text: () => 'Nothing was replayed or compared.' };
    }
    await removeLeftovers(context, stack);
    const archived = new Archived(await fetchIdentityKey(context, stack), span.to);
    // A version that was made after the span has a number that must not be used again.
    const { replay, state } = await replayToQueue(context, stack, {
      ...{ types, from: span.from, to: Math.floor(context.io.now() / 1000) * 1000 },
      onEvents: (events) => {
        for (const event of events) archived.add(event);
      },
    });
    const { events, unreadable, size: messages } = archived;
    context.note(`${replay}: ${state}, ${counted(events, 'event')} of ${counted(messages, 'message')}.`);
    if (unreadable > 0)
      context.note(`${counted(unreadable, 'event')} cannot be read, and the function could not either.`);
    const found = await compareAll(context, table, archived, span, isWhole && span.from <= beginsMs);
    const { counts, differences } = found;
    // A message of which some receipts are still to come would be written without them, and go back to an earlier version.
    const isAll = state === 'COMPLETED';
    const { written, again, toPublish } = isAll ? await write(context, stack, found, options) : nothingWritten;
    if (toPublish > 0)
      context.note(
        `${counted(toPublish, 'message has', 'messages have')} a state that was never published: the next tick, within ${tickMinutes} minutes, publishes it.`,
      );
    const left = { missing: counts.missing - written, unpublished: counts.unpublished - again };
    if (isAll) advise(context, { ...counts, ...left }, { ...span, beginsMs }, options);
    else context.note('The replay did not send all of the span, so nothing was written. Run the command again.');
    const leftOver = left.missing + left.unpublished + counts.incomplete + counts.different;
    return {
      code: isAll && leftOver === 0 ? 0 : 1,
      json: {
        replay,
        state,
        ...isoSpan(span),
        events,
        unreadable,
        messages,
        ...counts,
        written,
        toPublish,
        differences,
      },
      text: () => {
        const { same, unpublished, missing: lacking, different, incomplete, onlyInTable } = counts;
        const sum = `${same} same, ${lacking} missing in the table (${written} written), ${unpublished} with versions that were never published, ${different} different, ${incomplete} missing and perhaps older than the span, ${onlyInTable} in the table alone.`;
        return differences.length === 0
          ? sum
          : `${tableText(differences, context.io.columns, context.paint)}\n\n${sum}`;
      },
    };
  },
});

type Counts = Readonly<Record<Verdict | 'onlyInTable', number>>;

const noCounts: Counts = { same: 0, unpublished: 0, missing: 0, incomplete: 0, different: 0, onlyInTable: 0 };
/** How many messages were written, how many that the table had are to be published, and how many of both are. */
const nothingWritten = { written: 0, again: 0, toPublish: 0 };
/** Of the schedule, and the minute that an item takes to be written. */
const tickMinutes = 6;
const nothingDone = {
  ...{ replay: null, state: 'NOT_STARTED', events: 0, unreadable: 0, messages: 0 },
  ...{ ...noCounts, written: 0, toPublish: 0, differences: [] },
};

function spanOf({ from, to }: Options, nowMs: number): Span {
  const latest = nowMs - archivedAfterMs;
  if (to !== undefined && to > latest) {
    throw new OpsError(
      'wrong-usage',
      'EventBridge can take ten minutes to put an event into the archive: use --to 10m, or leave --to out.',
    );
  }
  const span = { from, to: to ?? latest };
  if (span.from >= span.to)
    throw new OpsError('wrong-usage', '--from must be before --to, and more than ten minutes ago.');
  return span;
}

function isoSpan({ from, to }: Span) {
  return { from: isoTime(from), to: isoTime(to) };
}

function describe(stackName: string, span: Span, { write }: Options): string {
  const { from, to } = isoSpan(span);
  const what = `Replays the archive of ${stackName} since ${from} to a temporary rule and queue, which no other rule sees, and compares the outcomes of messages with receipts from before ${to} with the table.`;
  const then = write
    ? 'Then it writes the messages that the table lacks. The outcomes function publishes each version that it never published.'
    : 'It changes nothing in the table, and publishes nothing.';
  return `${what} ${then} It removes rule and queue at the end.`;
}

interface Difference {
  readonly [name: string]: string | number | null;
  readonly channel: string;
  readonly messageId: string;
  readonly verdict: Verdict;
  /** In the table. */
  readonly state: string | null;
  readonly version: number | null;
  /** By the archive. */
  readonly rebuiltState: string | null;
  readonly rebuiltVersion: number | null;
  readonly lacks: number;
}

async function compareAll(context: OpsContext, table: string, archived: Archived, span: Span, isWholeArchive: boolean) {
  const counts: { -readonly [name in keyof Counts]: number } = { ...noCounts };
  const differences: Difference[] = [];
  const toPublish: OutcomeItem[] = [];
  const note = (message: ArchivedMessage, item: Parameters<typeof compare>[1]) => {
    const { verdict: compared, lacks } = compare(message, item, isWholeArchive);
    const unpublished = item === undefined || compared !== 'same' ? [] : unpublishedOf(message, item, span);
    const verdict = unpublished.length > 0 ? 'unpublished' : compared;
    if (item !== undefined && unpublished.length > 0)
      toPublish.push({ key: message.key, item: withDue(item, unpublished) });
    counts[verdict] += 1;
    if (verdict !== 'same' && differences.length < maxListed) {
      const [before, rebuilt] = [
        item && newestOf(item)?.outcome,
        newestOf(rebuild(message, context.io.now()))?.outcome,
      ];
      differences.push({
        ...{ channel: message.key.channel, messageId: message.key.messageId, verdict },
        ...{ state: before?.state ?? null, version: before?.version ?? null },
        ...{ rebuiltState: rebuilt?.state ?? null, rebuiltVersion: rebuilt?.version ?? null, lacks },
      });
    }
    return verdict;
  };
  let [scanned, notedAt] = [0, 0];
  for await (const page of scanOutcomes(context, table)) {
    for (const { key, item } of page.items) {
      const message = archived.take(key);
      if (message === undefined) counts.onlyInTable += 1;
      else note(message, item);
    }
    scanned += page.scanned;
    if (scanned - notedAt >= noteEvery) {
      notedAt = scanned;
      context.note(`Compared ${scanned} items of the table …`);
    }
  }
  const missing = [...archived.rest()].filter((message) => note(message, undefined) === 'missing');
  return { counts, differences, missing, toPublish };
}

async function write(
  context: OpsContext,
  stack: DeployedStack,
  { missing, toPublish }: Pick<Awaited<ReturnType<typeof compareAll>>, 'missing' | 'toPublish'>,
  options: Options,
): Promise<typeof nothingWritten> {
  if (!options.write || missing.length + toPublish.length === 0) return nothingWritten;
  const what = [
    ...(missing.length > 0
      ? [`Writes ${counted(missing.length, 'message')} into the table, except any that it has by then.`]
      : []),
    ...(toPublish.length > 0
      ? [`Has the outcomes function publish what it never published of ${counted(toPublish.length, 'message')}.`]
      : []),
  ].join(' ');
  if (!(await context.mayChange(what, options))) return nothingWritten;
  const days = await readRetentionDays(context, stack);
  const table = { name: outcomesTable(stack), days };
  const nowMs = context.io.now();
  const done = await inGroups(missing, atOnce, async (message) => {
    context.io.interrupted.throwIfAborted();
    const item = rebuild(message, nowMs);
    const isWritten = await writeNew(context, table, { key: message.key, item }, message.aliases);
    return { isWritten, isToPublish: isWritten && newestOf(item)?.isDue === true };
  });
  const marked = await inGroups(toPublish, atOnce, async (one) => {
    context.io.interrupted.throwIfAborted();
    return writeDue(context, table, one);
  });
  const byThen = [...done.map(({ isWritten }) => isWritten), ...marked].filter((isWritten) => !isWritten).length;
  if (byThen > 0) context.note(`${byThen} of them changed in the table meanwhile, and stay as they are.`);
  const written = done.filter(({ isWritten }) => isWritten).length;
  const again = marked.filter(Boolean).length;
  return { written, again, toPublish: again + done.filter(({ isToPublish }) => isToPublish).length };
}

function advise(
  context: OpsContext,
  { missing, unpublished, different, incomplete }: Counts,
  span: Span & { readonly beginsMs: number },
  { write }: Options,
): void {
  const { from, to } = isoSpan(span);
  if (missing + unpublished > 0 && !write) {
    context.note(
      `"outcomes rebuild --from ${from} --to ${to} --write" writes the missing ones, and has the function publish what it never published.`,
    );
  }
  if (incomplete > 0) {
    const begins = isoTime(span.beginsMs);
    const how =
      span.from <= span.beginsMs
        ? 'which the archive no longer has: they cannot be rebuilt'
        : `so they are not written: "outcomes rebuild --from ${begins}" reads the whole archive. If the table was never lost or restored, "replay --from ${from} --to ${to} --rule Outcomes" is enough`;
    context.note(
      `${counted(incomplete, 'message that the table lacks', 'messages that the table lacks')} may have receipts or versions from before ${from}, ${how}.`,
    );
  }
  if (different > 0) {
    context.note(
      `To add the receipts that the table lacks, and publish what changes: "replay --from ${from} --to ${to} --rule Outcomes".`,
    );
  }
}
