import { errorText } from '../../../base/error-text';
import { LocalCloudError } from '../../../base/local-cloud-error';
import type { Deployment, LocalResource } from '../../../template/deployment';
import { asRecord, asRecords, numberOf, optionalText } from '../../../template/properties';
import { eventBuses } from '../event-buses';
import { compilePattern } from '../pattern/compile-pattern';
import type { RuleNames } from './input-transformer';
import type { OwnRule } from './own-rules';
import type { Rule, Target } from './rule';
import { compileTargetInput } from './target-input';

/** The user guide's defaults for a target: 185 retries within 24 hours. */
const defaultRetries = 185;
const defaultAgeSeconds = 24 * 60 * 60;

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
  const everyMinutes = schedule === undefined ? undefined : rateMinutes(schedule);
  if (schedule !== undefined && everyMinutes === undefined) {
    notRun.push(`The rule "${name}" has the schedule ${schedule}: only rates are run.`);
  }
  if (properties.EventPattern === undefined && everyMinutes === undefined) return undefined;
  const pattern = compilePattern(JSON.stringify(properties.EventPattern ?? scheduledPattern(arn)), where);
  const targets = asRecords(properties.Targets).flatMap((target) => {
    const read = readTarget(target, { name, arn }, deployment);
    if (typeof read !== 'string') return [read];
    notRun.push(`A target of ${where} is not run: ${read}.`);
    return [];
  });
  const busArn = eventBuses(deployment).arnOf(properties.EventBusName);
  return { name, arn, busArn, pattern, targets, ...(everyMinutes === undefined ? {} : { everyMinutes }) };
}

/** `rate(5 minutes)`; undefined for `cron(…)`. */
function rateMinutes(expression: string): number | undefined {
  const [, amount, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = new Map([
    ['minute', 1],
    ['hour', 60],
    ['day', 24 * 60],
  ]).get(unit);
  return minutes === undefined ? undefined : Number(amount) * minutes;
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
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age } = asRecord(target.RetryPolicy);
  const deadLetterArn = optionalText(asRecord(target.DeadLetterConfig).Arn);
  const roleLogicalId = deployment.withArn('AWS::IAM::Role', target.RoleArn)?.logicalId;
  return {
    id,
    arn,
    input: inputOf(target, rule),
    maxRetries: numberOf(retries, defaultRetries),
    maxAgeMs: numberOf(age, defaultAgeSeconds) * 1000,
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    ...(roleLogicalId === undefined ? {} : { roleLogicalId }),
  };
}

function inputOf(target: Readonly<Record<string, unknown>>, rule: { readonly name: string; readonly arn: string }) {
  try {
    return compileTargetInput(target, rule);
  } catch (error) {
    const why = errorText(error);
    throw new LocalCloudError(
      'refused-by-aws',
      `EventBridge would refuse the target "${String(target.Id)}" of the rule "${rule.name}": ${why}.`,
      { cause: error },
    );
  }
}
