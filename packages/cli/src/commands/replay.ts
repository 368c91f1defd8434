import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { families } from '../../../../lambda/reader/families';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { isoTime, readMoment } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { findLogLines, textOf } from '../reads/log-lines';
import { awaitReplay, findRunningReplay, startReplay } from '../reads/replays';
import type { DeployedStack } from '../reads/stack';

interface Options extends ChangeOptions {
  readonly from: number;
  readonly to: number;
  readonly type?: string;
  readonly rule: string;
}

const types = Object.values(families).map(({ detailType }) => detailType);
const moment = (flags: string, about: string) =>
  new Option(flags, about).argParser((text: string) => readMoment(text)).makeOptionMandatory();

export const replay = defineCommand<Options>({
  name: 'replay',
  about: 'Published events again, from the archive, to one rule. Each has the id that it had.',
  options: [
    moment('--from <time>', 'from then on: 2h, 3d, or ISO 8601'),
    moment('--to <time>', 'until then'),
    new Option('--rule <name>', 'the rule that gets them').makeOptionMandatory(),
    new Option('--type <detail-type>', 'refuse unless the rule takes these and no others').choices(types),
  ],
  example: 'replay --from 2026-05-06T07:00:00Z --to 2026-05-06T09:00:00Z --rule Orders',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, {
    'events:DescribeRule': ['rules'],
    'events:ListRules': ['rules'],
    'events:DescribeEventBus': ['eventBus'],
    'events:StartReplay': ['archive', 'replays'],
    'events:DescribeReplay': ['replays'],
    'events:ListReplays': ['anything'],
    'logs:FilterLogEvents': ['logGroups'],
  }),
  run: async (context, options) => {
    const { from, to, rule, type } = options;
    if (from >= to) throw new OpsError('wrong-usage', '--from must be before --to.');
    const stack = await context.stack();
    const target = await readRule(context, stack, rule);
    refuseOthers(target, rule, type);
    const events = await countPublished(context, stack, options, target.types);
    const span = `${isoTime(from)} to ${isoTime(to)}`;
    const what = `Replays what was published from ${span} to the rule ${rule}: about ${counted(events, 'event')}, which it gets a second time.`;
    if (!(await context.mayChange(what, options))) {
      return { code: 0, json: { replay: null, state: 'NOT_STARTED', events }, text: () => 'Nothing was replayed.' };
    }
    const prefix = `vibes-${rule}-${from}-${to}-`.slice(0, 48);
    const running = await findRunningReplay(context, prefix);
    if (running !== undefined) context.note(`${running} is under way already: following it.`);
    const name = running ?? (await startReplay(context, stack, { prefix, from, to, ruleArn: target.arn }));
    const state = await awaitReplay(context, name);
    return {
      code: state === 'COMPLETED' ? 0 : 1,
      json: { replay: name, state, events },
      text: () => `${name}: ${state}, about ${counted(events, 'event')}.`,
    };
  },
});

interface RuleTarget {
  readonly arn: string;
  /** What its pattern names; undefined: it takes every type. */
  readonly types: readonly string[] | undefined;
}

async function readRule(context: OpsContext, stack: DeployedStack, name: string): Promise<RuleTarget> {
  const { client, sdk } = await context.clients.eventBridge();
  const EventBusName = stack.output('EventBusName');
  try {
    const { Arn = '', EventPattern = '{}' } = await client.send(
      new sdk.DescribeRuleCommand({ Name: name, EventBusName }),
    );
    return { arn: Arn, types: typesOf(EventPattern) };
  } catch (error) {
    if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
    const { Rules = [] } = await client.send(new sdk.ListRulesCommand({ EventBusName }));
    const names = Rules.map(({ Name }) => Name).filter((one) => !one?.startsWith('Events-Archive-'));
    const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    throw new OpsError('no-such-rule', `The event bus of ${stack.name} has no rule ${name}: ${known}.`);
  }
}

function typesOf(pattern: string): readonly string[] | undefined {
  const value = parseJson(pattern);
  const named = isRecord(value) ? value['detail-type'] : undefined;
  return Array.isArray(named) && named.every((one) => typeof one === 'string') ? named : undefined;
}

/** EventBridge replays whatever the rule matches: it cannot be told to take some of it. */
function refuseOthers({ types: taken }: RuleTarget, rule: string, type: string | undefined): void {
  if (type === undefined || (taken?.length === 1 && taken[0] === type)) return;
  const takes = taken === undefined ? 'takes every type' : `takes ${taken.join(', ')}`;
  throw new OpsError(
    'wrong-usage',
    `The rule ${rule} ${takes}, and EventBridge replays all that a rule matches: leave out --type, or make a rule for ${type}.`,
  );
}

/** By the consumer's log: EventBridge does not say. */
async function countPublished(
  context: OpsContext,
  stack: DeployedStack,
  { from, to }: Pick<Options, 'from' | 'to'>,
  taken: readonly string[] | undefined,
): Promise<number> {
  const lines = await findLogLines(context, stack.output('ConsumerLogGroupName'), {
    pattern: '{ $.code = "Published" }',
    fromMs: from,
    untilMs: to,
  });
  return lines.filter((line) => taken === undefined || taken.includes(textOf(line, 'detailType') ?? '')).length;
}
