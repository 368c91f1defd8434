import { errorText } from '../../../base/error-text';
import { LocalCloudError } from '../../../base/local-cloud-error';
import type { Deployment, LocalResource } from '../../../template/deployment';
import { asRecord, asRecords, isWholeWithin, optionalText } from '../../../template/properties';
import { eventBuses } from '../event-buses';
import { compilePattern } from '../pattern/compile-pattern';
import type { RuleNames } from './input-transformer';
import type { OwnRule } from './own-rules';
import type { Rule, Target } from './rule';
import { compileTargetInput } from './target-input';

/** The most, and the defaults, of a target: 185 retries within 24 hours (API reference, RetryPolicy). */
const mostRetries = 185;
const mostAgeSeconds = 24 * 60 * 60;

/** User guide, "Amazon EventBridge quotas": targets of a rule. */
export const maxTargets = 5;

/** The services that events can be sent to here. */
const carried: ReadonlySet<string> = new Set(['lambda', 'sqs', 'sns', 'logs', 'events']);

export interface RulesRead {
  readonly rules: readonly Rule[];
  /** A sentence for each rule or target that is not run. */
  readonly notRun: readonly string[];
}

/**
 * Reads the rules of the template. Reports what cannot run here, and does not refuse it.
 * @throws LocalCloudError for what EventBridge would refuse as well
 */
export function readRules(deployment: Deployment, resources: readonly LocalResource[]): RulesRead {
  const notRun: string[] = [];
  const rules = resources
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .flatMap((resource) => {
      const { logicalId, properties } = resource;
      const names = { name: ruleName(resource), arn: deployment.attribute(logicalId, 'Arn') };
      const rule = readRule(names, properties, deployment, notRun);
      return rule === undefined ? [] : [rule];
    });
  return { rules, notRun };
}

/** The same for a rule that was made by the API. */
export function readOwnRule(rule: OwnRule, deployment: Deployment): RulesRead {
  const notRun: string[] = [];
  if (rule.state === 'DISABLED') return { rules: [], notRun };
  const { name, arn, bus, pattern, targets } = rule;
  const properties = { EventBusName: bus, EventPattern: JSON.parse(pattern), Targets: targets };
  const read = readRule({ name, arn }, properties, deployment, notRun);
  return { rules: read === undefined ? [] : [read], notRun };
}

function readRule(
  { name, arn }: RuleNames,
  properties: LocalResource['properties'],
  deployment: Deployment,
  notRun: string[],
): Rule | undefined {
  const where = `the rule "${name}"`;
  const schedule = optionalText(properties.ScheduleExpression);
  const everyMinutes = schedule === undefined ? undefined : rateMinutes(schedule, where);
  const buses = eventBuses(deployment);
  const busArn = buses.arnOf(properties.EventBusName);
  if (schedule !== undefined && busArn !== buses.arnOf('default'))
    throw refusedBy(where, 'only rules of the default event bus have a ScheduleExpression');
  if (schedule !== undefined && everyMinutes === undefined) {
    notRun.push(`The rule "${name}" has the schedule ${schedule}: only rates are run.`);
  }
  if (properties.EventPattern === undefined && everyMinutes === undefined) return undefined;
  const pattern = compilePattern(JSON.stringify(properties.EventPattern ?? scheduledPattern(arn)), where);
  const listed = asRecords(properties.Targets);
  if (listed.length > maxTargets) throw refusedBy(where, `it has ${listed.length} targets, ${maxTargets} are the most`);
  const targets = listed.flatMap((target) => {
    const read = readTarget(target, { name, arn }, deployment);
    if (typeof read !== 'string') return [read];
    notRun.push(`A target of ${where} is not run: ${read}.`);
    return [];
  });
  return { name, arn, busArn, pattern, targets, ...(everyMinutes === undefined ? {} : { everyMinutes }) };
}

/** `rate(5 minutes)`; undefined for `cron(…)`. */
function rateMinutes(expression: string, where: string): number | undefined {
  if (!expression.startsWith('rate(')) return undefined;
  const [, digits, unit = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const amount = Number(digits);
  const minutes = { minute: 1, hour: 60, day: 24 * 60 }[unit];
  // "If the value is equal to 1, then the unit must be singular" (user guide, "Rate expressions reference").
  if (minutes === undefined || amount < 1 || (amount === 1) !== (plural === ''))
    throw refusedBy(where, `${expression} is not a rate such as rate(1 minute) or rate(5 minutes)`);
  return amount * minutes;
}

/** What its own scheduled events match, and nothing else. */
function scheduledPattern(arn: string): unknown {
  return { source: ['aws.events'], 'detail-type': ['Scheduled Event'], resources: [arn] };
}

/** Its name in CloudWatch's dimensions: the part after the bus. */
function ruleName({ properties, ref }: LocalResource): string {
  return optionalText(properties.Name) ?? ref.split('|').at(-1) ?? ref;
}

/** Why it is not run, for a target that is not. */
function readTarget(
  target: Readonly<Record<string, unknown>>,
  rule: { readonly name: string; readonly arn: string },
  deployment: Deployment,
): Target | string {
  const id = String(target.Id);
  const arn = String(target.Arn);
  const service = arn.split(':')[2] ?? '';
  if (!carried.has(service)) return `${arn} is not a function, queue, topic, log group or bus`;
  const fifo = asRecord(target.SqsParameters).MessageGroupId;
  if (fifo !== undefined) return `${arn} is a FIFO queue`;
  const { maxRetries, maxAgeSeconds } = readRetryPolicy(target, rule);
  const deadLetterArn = optionalText(asRecord(target.DeadLetterConfig).Arn);
  const roleLogicalId = deployment.withArn('AWS::IAM::Role', target.RoleArn)?.logicalId;
  return {
    id,
    arn,
    input: inputOf(target, rule),
    maxRetries,
    maxAgeMs: maxAgeSeconds * 1000,
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    ...(roleLogicalId === undefined ? {} : { roleLogicalId }),
  };
}

/** API reference, RetryPolicy. */
function readRetryPolicy(target: Readonly<Record<string, unknown>>, { name }: RuleNames) {
  const policy = asRecord(target.RetryPolicy);
  const within = (member: string, least: number, most: number) => {
    const value = Number(policy[member] ?? most);
    if (isWholeWithin(value, least, most)) return value;
    throw refusedBy(
      `the target "${String(target.Id)}" of the rule "${name}"`,
      `${member} must be from ${least} to ${most}`,
    );
  };
  return {
    maxRetries: within('MaximumRetryAttempts', 0, mostRetries),
    maxAgeSeconds: within('MaximumEventAgeInSeconds', 60, mostAgeSeconds),
  };
}

function inputOf(target: Readonly<Record<string, unknown>>, rule: { readonly name: string; readonly arn: string }) {
  try {
    return compileTargetInput(target, rule);
  } catch (error) {
    throw refusedBy(`the target "${String(target.Id)}" of the rule "${rule.name}"`, errorText(error), error);
  }
}

function refusedBy(what: string, why: string, cause?: unknown): LocalCloudError {
  return new LocalCloudError('refused-by-aws', `EventBridge would refuse ${what}: ${why}.`, { cause });
}
