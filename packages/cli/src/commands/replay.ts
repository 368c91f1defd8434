import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { messageSubmittedType } from '../../../../lambda/outcomes/message-submitted';
import { type EventType, families } from '../../../../lambda/reader/families';
import { parseJson } from '../../../../lambda/shared/json';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { clockText, isoTime, momentOption } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { hasOutcomes } from '../reads/outcomes';
import { branchesOf } from '../reads/pattern-branches';
import { type PublishedSpan, readPublishedSpan } from '../reads/published-span';
import {
  archivedAfterMs,
  awaitReplay,
  findRunningReplay,
  refuseForgotten,
  replayPrefix,
  startReplay,
} from '../reads/replays';
import { listRules } from '../reads/rules';
import type { DeployedStack } from '../reads/stack';

interface Options extends ChangeOptions {
  readonly from: number;
  readonly to: number;
  readonly type?: string;
  readonly rule: string;
}

const types = Object.values(families).map(({ detailType }) => detailType);

export const replay = defineCommand<Options>({
  name: 'replay',
  about: 'Replays published events from the archive to one rule, under the same ids.',
  options: [
    momentOption('--from <time>', 'published since: 2h (ago), 3d, or ISO 8601').makeOptionMandatory(),
    momentOption('--to <time>', 'published until: 10m (ago) or earlier, or ISO 8601').makeOptionMandatory(),
    new Option('--rule <name>', 'the rule that gets them').makeOptionMandatory(),
    new Option('--type <detail-type>', 'refuse unless the rule matches only these').choices(types),
  ],
  example: 'replay --from 2026-05-06T07:00:00Z --to 2026-05-06T09:00:00Z --rule Orders',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, {
    'events:DescribeRule': ['rules'],
    'events:ListRules': ['anything'],
    'events:DescribeEventBus': ['eventBus'],
    'events:StartReplay': ['archive', 'replays'],
    'events:DescribeReplay': ['replays'],
    'events:ListReplays': ['anything'],
    'events:DescribeArchive': ['archive'],
    'logs:FilterLogEvents': ['logGroups'],
    'logs:DescribeLogGroups': ['anything'],
  }),
  run: async (context, options) => {
    const { from, to, rule, type } = options;
    if (from >= to) throw new OpsError('wrong-usage', '--from must be before --to.');
    refuseTooNew(to, context.io.now());
    const stack = await context.stack();
    const target = await readRule(context, stack, rule);
    refuseOthers(target, rule, type);
    await refuseForgotten(context, stack, { from, to });
    context.note("Looking through the consumer's log; for a long time span this takes minutes …");
    const logGroupName = stack.output('ConsumerLogGroupName');
    const unlogged = unloggedOf(stack, target);
    const logged = await readPublishedSpan(context, { logGroupName, from, to, types: target.types });
    const published = unlogged.length === 0 ? logged : fromAtLatest(logged, from);
    const { events, extra, receivedFrom } = published;
    warn(context, options, published, unlogged);
    const found = { events, extra, receivedFrom: isoTime(receivedFrom) };
    if (events === 0 && published.logBeginsMs === undefined && unlogged.length === 0) {
      const text = () =>
        `Nothing that ${rule} matches was published from ${spanOf(options)}: there is nothing to replay.`;
      return { code: 1, json: { replay: null, state: 'NOTHING_TO_REPLAY', ...found }, text };
    }
    if (!(await context.mayChange(describe(options, published), options))) {
      return { code: 0, json: { replay: null, state: 'NOT_STARTED', ...found }, text: () => 'Nothing was replayed.' };
    }
    const prefix = replayPrefix(rule, from, to);
    const running = await findRunningReplay(context, prefix);
    if (running !== undefined) context.note(`${running} is already running: following it.`);
    const span = { prefix, from: receivedFrom, to: nextSecond(to), ruleArn: target.arn };
    const name = running ?? (await startReplay(context, stack, span));
    // "2h" is another time when it is typed again, and would start another replay.
    const words = `replay --from ${isoTime(from)} --to ${isoTime(to)} --rule ${rule}`;
    context.note(`Waiting for the replay to end. It goes on without this command; "${words}" waits for it again.`);
    const state = await awaitReplay(context, name);
    return {
      code: state === 'COMPLETED' ? 0 : 1,
      json: { replay: name, state, ...found },
      text: () => `${name}: ${state}, about ${counted(events, 'event')} and ${counted(extra, 'extra event')}.`,
    };
  },
});

function refuseTooNew(to: number, nowMs: number): void {
  if (nowMs - to >= archivedAfterMs) return;
  throw new OpsError(
    'wrong-usage',
    `EventBridge can take ten minutes to put an event into the archive, and a replay that ends later than that may miss some: use --to 10m, or wait until ${clockText(to + archivedAfterMs, nowMs)}.`,
  );
}

/** Events on this bus that are not callbacks, so the consumer's log does not contain them. */
const outcomeTypes = ['Message Outcome' satisfies EventType, messageSubmittedType];

/** Which of them the rule takes. */
function unloggedOf(stack: DeployedStack, { types: taken }: RuleTarget): readonly string[] {
  if (!hasOutcomes(stack)) return [];
  return outcomeTypes.filter((type) => taken === undefined || taken.includes(type));
}

/** The log cannot say that there is nothing between the start of the span and the earliest callback. */
function fromAtLatest(published: PublishedSpan, from: number): PublishedSpan {
  return { ...published, receivedFrom: Math.min(published.receivedFrom, Math.floor(from / 1000) * 1000) };
}

/** What the log leaves open, and what the operator can do about it. */
function warn(
  context: OpsContext,
  { from }: Options,
  { undated, logBeginsMs }: PublishedSpan,
  unlogged: readonly string[],
): void {
  const advice = `If callbacks waited at that time (an outage, a redrive), use an earlier --from: otherwise those received before ${isoTime(from)} are left out.`;
  if (logBeginsMs !== undefined) {
    context.note(
      `The consumer's log begins at ${isoTime(logBeginsMs)} (setting logRetentionDays): earlier events are replayed, but not counted. ${advice}`,
    );
  }
  if (unlogged.length > 0) {
    context.note(
      `The consumer's log does not have ${unlogged.join(' and ')}, so these events are replayed, but not counted. If some were published late at that time, use an earlier --from: otherwise those made before ${isoTime(from)} are left out.`,
    );
  }
  if (undated > 0) {
    context.note(
      `An earlier version published ${undated} of these events, and did not log when they were received. ${advice}`,
    );
  }
}

function describe(options: Options, { events, extra, receivedFrom }: PublishedSpan): string {
  const what = `Replays to the rule ${options.rule} what was published from ${spanOf(options)}: about ${counted(events, 'event')}, each for the second time.`;
  const why = `EventBridge replays by the time a callback was received, so this replay starts at ${isoTime(receivedFrom)}.`;
  return `${what} ${why} The rule also gets ${extra === 0 ? 'no extra events' : `about ${counted(extra, 'extra event')}, published before or after`}.`;
}

function spanOf({ from, to }: Options): string {
  return `${isoTime(from)} to ${isoTime(to)}`;
}

/** An event's time has no fraction of a second, and the end of a replay is exclusive. */
function nextSecond(ms: number): number {
  return Math.ceil(ms / 1000) * 1000;
}

interface RuleTarget {
  readonly arn: string;
  /** What its pattern names; undefined: it takes every type. */
  readonly types: readonly string[] | undefined;
}

async function readRule(context: OpsContext, stack: DeployedStack, name: string): Promise<RuleTarget> {
  const { client, sdk } = await context.clients.eventBridge();
  const EventBusName = stack.output('EventBusName');
  try {
    const {
      Arn = '',
      EventPattern = '{}',
      State,
    } = await client.send(new sdk.DescribeRuleCommand({ Name: name, EventBusName }));
    if (State === 'DISABLED') {
      throw new OpsError('rule-disabled', `The rule ${name} is disabled, so it would get nothing: enable it first.`);
    }
    return { arn: Arn, types: typesOf(EventPattern) };
  } catch (error) {
    if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
    const rules = await listRules(context, EventBusName);
    const names = rules.map((rule) => rule.name).filter((one) => !one.startsWith('Events-Archive-'));
    const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    throw new OpsError('no-such-rule', `The event bus of ${stack.name} has no rule ${name}: ${known}.`);
  }
}

function typesOf(pattern: string): readonly string[] | undefined {
  const branches = branchesOf(parseJson(pattern)).map(typesNamed);
  if (branches.length === 0 || !branches.every((types) => types !== undefined)) return undefined;
  return [...new Set(branches.flat())];
}

function typesNamed({ 'detail-type': named }: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  return Array.isArray(named) && named.every((one) => typeof one === 'string') ? named : undefined;
}

/** EventBridge replays everything that the rule matches; it cannot select from that. */
function refuseOthers({ types: taken }: RuleTarget, rule: string, type: string | undefined): void {
  if (type === undefined || (taken?.length === 1 && taken[0] === type)) return;
  const takes = taken === undefined ? 'matches every type' : `matches ${taken.join(', ')}`;
  throw new OpsError(
    'wrong-usage',
    `The rule ${rule} ${takes}, and EventBridge replays everything a rule matches: leave out --type, or create a rule for ${type}.`,
  );
}
