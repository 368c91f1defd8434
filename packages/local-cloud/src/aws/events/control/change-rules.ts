import { LocalCloudError } from '../../../base/local-cloud-error';
import type { Deployment } from '../../../template/deployment';
import { asRecords, asTexts, optionalText } from '../../../template/properties';
import type { Requirement } from '../../iam/authorizer';
import { AwsError } from '../../protocols/aws-error';
import type { Action, Input } from '../../protocols/create-service';
import { readTagList, tagRefusal } from '../../protocols/tags';
import { compilePattern } from '../pattern/compile-pattern';
import type { OwnRule, OwnRules } from '../rules/own-rules';
import { maxTargets, readOwnRule } from '../rules/read-rules';
import { checkBus, type KnownRules } from './rule-facts';

/** User guide, "Amazon EventBridge quotas": rules of a bus. */
const maxRules = 300;
/** API reference, PutTargets and RemoveTargets: entries of a call. */
const maxEntries = 100;
const states: readonly unknown[] = [undefined, 'ENABLED', 'DISABLED'];

/** Rules that are made by the API. Those of the template are the template's: to change one, deploy it. */
export function changeRuleActions(
  deployment: Deployment,
  known: KnownRules,
  own: OwnRules,
): Readonly<Record<string, Action>> {
  const requires =
    (action: string, member: 'Name' | 'Rule') =>
    (input: Input): readonly Requirement[] => [
      { action: `events:${action}`, resource: known.arnOf(input.EventBusName, input[member]) },
    ];
  const requiresOfArn = (action: string) => (input: Input) => [
    { action: `events:${action}`, resource: String(input.ResourceARN) },
  ];
  /** @throws AwsError if no rule has this name, or if the rule belongs to the template */
  const changeable = (bus: unknown, name: unknown): OwnRule => {
    checkName(name);
    checkBus(known.buses, bus);
    const { arn, isOfTemplate } = known.get(bus, name);
    if (isOfTemplate) throw ofTemplate(name);
    const rule = own.list().find((one) => one.arn === arn);
    if (rule === undefined) throw new AwsError('ResourceNotFoundException', `Rule ${String(name)} does not exist.`);
    return rule;
  };
  const ruleOfArn = (arn: unknown) => {
    const found = known.all().find((rule) => rule.arn === arn);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `There is no rule ${String(arn)}.`);
  };
  return {
    PutRule: {
      requires: (input) => [
        ...requires('PutRule', 'Name')(input),
        ...(asRecords(input.Tags).length === 0 ? [] : requires('TagResource', 'Name')(input)),
      ],
      answer: (input) => {
        checkName(input.Name);
        checkBus(known.buses, input.EventBusName);
        const existing = known.find(input.EventBusName, input.Name);
        if (existing?.isOfTemplate) throw ofTemplate(input.Name);
        const bus = known.buses.nameOf(input.EventBusName);
        const rules = known.all().filter((rule) => rule.bus === bus);
        if (existing === undefined && rules.length >= maxRules) throw tooMany();
        const arn = known.arnOf(input.EventBusName, input.Name);
        // Of an existing rule PutRule changes neither targets nor tags; what else it leaves out is gone.
        const tags = readTags(input.Tags);
        const kept = { targets: existing?.targets ?? [], tags: existing?.tags ?? tags };
        own.put({ name: String(input.Name), bus, arn, ...kept, ...readProperties(input) });
        return { RuleArn: arn };
      },
    },
    PutTargets: {
      requires: (input) => {
        const arns = asRecords(input.Targets).map(({ Arn }) => String(Arn));
        return requires('PutTargets', 'Rule')(input).map((one) => ({ ...one, context: { 'events:TargetArn': arns } }));
      },
      answer: (input) => {
        const rule = changeable(input.EventBusName, input.Rule);
        const given = asRecords(input.Targets);
        checkEntries('targets', given);
        for (const target of given) checkTarget(target);
        const ids = new Set(given.map(({ Id }) => Id));
        const targets = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...given];
        if (targets.length > maxTargets) throw tooMany();
        const next = { ...rule, targets };
        checkRuns(next, deployment);
        own.put(next);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    RemoveTargets: {
      requires: requires('RemoveTargets', 'Rule'),
      answer: (input) => {
        const rule = changeable(input.EventBusName, input.Rule);
        const ids = asTexts(input.Ids);
        checkEntries('ids', ids);
        own.put({ ...rule, targets: rule.targets.filter(({ Id }) => !ids.includes(String(Id))) });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    DeleteRule: {
      requires: requires('DeleteRule', 'Name'),
      answer: (input) => {
        checkName(input.Name);
        checkBus(known.buses, input.EventBusName);
        // "When you call delete rule multiple times for the same rule, all calls will succeed."
        if (known.find(input.EventBusName, input.Name) === undefined) return {};
        const { arn, targets } = changeable(input.EventBusName, input.Name);
        if (targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
        own.remove(arn);
        return {};
      },
    },
    TagResource: {
      requires: requiresOfArn('TagResource'),
      answer: (input) => {
        const { bus, name, tags } = ruleOfArn(input.ResourceARN);
        const rule = changeable(bus, name);
        own.put({ ...rule, tags: checkedTags({ ...tags, ...readTags(input.Tags) }) });
        return {};
      },
    },
    UntagResource: {
      requires: requiresOfArn('UntagResource'),
      answer: (input) => {
        const { bus, name, tags } = ruleOfArn(input.ResourceARN);
        const keys = asTexts(input.TagKeys);
        const left = Object.entries(tags).filter(([key]) => !keys.includes(key));
        own.put({ ...changeable(bus, name), tags: Object.fromEntries(left) });
        return {};
      },
    },
    ListTagsForResource: {
      requires: requiresOfArn('ListTagsForResource'),
      answer: (input) => {
        const { tags } = ruleOfArn(input.ResourceARN);
        return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      },
    },
  };
}

function readProperties(input: Input): Pick<OwnRule, 'pattern' | 'state' | 'description'> {
  const { EventPattern: pattern, ScheduleExpression: schedule, State: state, Description: description } = input;
  if (pattern === undefined && schedule === undefined)
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (schedule !== undefined) {
    throw invalid(
      isOnDefaultBus(input)
        ? 'The local cloud runs only the schedules of the template.'
        : 'ScheduleExpression is supported only on the default event bus.',
    );
  }
  if (!states.includes(state)) throw invalid(`The local cloud does not support the state ${String(state)}.`);
  const text = optionalText(description);
  if (text !== undefined && text.length > 512) throw invalid('Description has 512 characters at most.');
  checkPattern(String(pattern));
  return {
    pattern: String(pattern),
    state: optionalText(state) ?? 'ENABLED',
    ...(text === undefined ? {} : { description: text }),
  };
}

/** The only bus that has schedules. */
function isOnDefaultBus({ EventBusName: bus }: Input): boolean {
  return bus === undefined || bus === 'default';
}

function checkPattern(pattern: string): void {
  try {
    compilePattern(pattern, 'the rule');
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const why = cause instanceof Error ? cause.message : String(error);
    throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${why}`);
  }
}

const nameCharacters = /^[.\-_A-Za-z0-9]{1,64}$/;

function checkName(name: unknown): void {
  if (typeof name === 'string' && nameCharacters.test(name)) return;
  throw invalid(
    `1 validation error detected: Value '${String(name)}' at 'name' failed to satisfy constraint: Member must have 1 to 64 characters of the pattern [\\.\\-_A-Za-z0-9]+`,
  );
}

function checkTarget({ Id: id, Arn: arn }: Readonly<Record<string, unknown>>): void {
  if (typeof id !== 'string' || !nameCharacters.test(id))
    throw invalid(`The target id '${String(id)}' does not match [\\.\\-_A-Za-z0-9]+, with 1 to 64 characters.`);
  if (typeof arn !== 'string' || !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+/.test(arn) || arn.length > 1600)
    throw invalid(`Parameter ${String(arn)} is not valid. Reason: Provided Arn is not in correct format.`);
}

/** @throws AwsError for what EventBridge refuses of a target, and for one that would not run here */
function checkRuns(rule: OwnRule, deployment: Deployment): void {
  try {
    const [notRun] = readOwnRule(rule, deployment).notRun;
    if (notRun !== undefined) throw invalid(notRun);
  } catch (error) {
    throw error instanceof LocalCloudError ? invalid(error.message) : error;
  }
}

function checkEntries(name: string, entries: readonly unknown[]): void {
  if (entries.length > 0 && entries.length <= maxEntries) return;
  throw invalid(`1 validation error detected: Value at '${name}' must have 1 to ${maxEntries} members`);
}

function readTags(list: unknown): Readonly<Record<string, string>> {
  return checkedTags(readTagList(list));
}

function checkedTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const refusal = tagRefusal(tags);
  if (refusal !== undefined) throw invalid(refusal);
  return tags;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function tooMany(): AwsError {
  return new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
}

function ofTemplate(name: unknown): AwsError {
  return invalid(`The rule ${String(name)} is the template's: only a deployment changes it.`);
}
