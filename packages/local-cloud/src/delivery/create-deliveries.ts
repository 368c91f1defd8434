import type { AlarmChange } from '../aws/cloudwatch/alarms/alarm-message';
import type { Rule } from '../aws/events/rules/rule';
import type { KeptTimes } from '../aws/kept-times';
import type { LocalAws } from '../aws/local-aws';
import type { LogStore } from '../aws/logs/log-store';
import type { FunctionConfig } from '../lambda/function-config';
import type { Functions } from '../lambda/functions';
import { readAsyncConfig } from '../lambda/read-async-config';
import type { Deployment } from '../template/deployment';
import type { DeliveryJournal } from './delivery-journal';
import type { DeliveryOutcome } from './delivery-outcome';
import { type AsyncMetric, createFunctionSender, type RunFunction } from './invoke-function';
import { DeliveryFailure, type Send } from './message';
import { createNotifier } from './notify-topics';
import { readSubscriptions } from './read-subscriptions';
import { RuleDeliveries } from './rule-deliveries';
import type { RuleFaults } from './rule-faults';
import { Schedules } from './schedules';
import { createBusSender } from './send-to-bus';
import { createQueueSender } from './send-to-queue';
import { createTopicSender } from './send-to-topic';
import { wait } from './wait';

export interface DeliveriesParts {
  readonly aws: Pick<LocalAws, 'endpoint' | 'operator' | 'permissions' | 'queueUrl' | 'region'>;
  readonly functions: Functions;
  readonly logs: Pick<LogStore, 'append'>;
  readonly journal: DeliveryJournal;
  /** When each schedule last fired. */
  readonly fired: KeptTimes;
  readonly faults: RuleFaults;
  /** What a minute of Lambda's takes here. */
  readonly minuteMs: number;
  onOutcome(outcome: DeliveryOutcome): void;
  onAsyncMetric(functionName: string, metric: AsyncMetric): void;
  onError(error: unknown): void;
}

interface DeliveredStack {
  readonly deployment: Deployment;
  readonly functions: readonly FunctionConfig[];
  readonly rules: readonly Rule[];
}

export interface Deliveries
  extends Pick<RuleDeliveries, 'take' | 'resume' | 'underWay' | 'ruleNames' | 'clear' | 'stop'> {
  readonly schedules: Schedules;
  /** Takes the rules and targets of the stack after a deployment. */
  replace(stack: DeliveredStack): void;
  /** Takes the rules that were made by the API, instead of those that it had before. */
  takeOwnRules(rules: readonly Rule[]): void;
  /** To the topics of alarms that changed. */
  notify(changes: readonly AlarmChange[]): void;
}

const clock = { wait, nowMs: Date.now, random: Math.random };

/** The stack's rules with everything that they can reach on this machine. */
export function createDeliveries(stack: DeliveredStack, parts: DeliveriesParts): Deliveries {
  const { journal, minuteMs, faults, onOutcome, onError } = parts;
  let current = stack;
  let own: readonly Rule[] = [];
  let send = createSend(stack, parts, (event) => rules.take(event));
  const rules: RuleDeliveries = new RuleDeliveries(stack.rules, {
    send: (message, progress) => send(message, progress),
    ...{ journal, faults, ...clock, onOutcome, onError },
  });
  const stopping = new AbortController();
  const stopRules = rules.stop.bind(rules);
  const notify = createNotifier({
    ...{ deployment: stack.deployment, signal: stopping.signal, onError },
    send: (message, progress) => send(message, progress),
  });
  const schedules = new Schedules({
    ...{ minuteMs, region: stack.deployment.region, accountId: stack.deployment.accountId },
    ...{ fired: parts.fired, nowMs: clock.nowMs },
    rules: () => current.rules,
    take: (event) => rules.take(event),
  });
  return Object.assign(rules, {
    schedules,
    notify: (changes: readonly AlarmChange[]) => {
      notify(changes).catch(onError);
    },
    stop: async () => {
      stopping.abort();
      await stopRules();
    },
    takeOwnRules: (next: readonly Rule[]) => {
      own = next;
      rules.replaceRules([...current.rules, ...own]);
    },
    replace: (next: DeliveredStack) => {
      send = createSend(next, parts, (event) => rules.take(event));
      rules.replaceRules([...next.rules, ...own]);
      current = next;
      schedules.start();
    },
  });
}

/** By the service that a target's ARN names. */
function createSend(
  stack: DeliveredStack,
  { aws, functions, logs, minuteMs, onAsyncMetric, onError }: DeliveriesParts,
  take: RuleDeliveries['take'],
): Send {
  const { deployment } = stack;
  const { permissions } = aws;
  const send: Send = (message, progress) => {
    const service = message.to.split(':')[2] ?? '';
    const sender = Object.hasOwn(senders, service) ? senders[service] : undefined;
    if (sender !== undefined) return sender(message, progress);
    throw new DeliveryFailure('NO_RESOURCE', `nothing is sent to ${message.to} here`);
  };
  const find = findFunction(stack, functions);
  const subscriptions = readSubscriptions(deployment);
  const senders: Readonly<Record<string, Send>> = {
    sqs: createQueueSender(deployment, aws),
    sns: createTopicSender({ deployment, permissions, subscriptions, send, onFailure: onError }),
    logs: createLogGroupSender(deployment, logs),
    lambda: createFunctionSender({
      ...{ deployment, permissions, find, send, ...clock, minuteMs },
      count: onAsyncMetric,
    }),
    events: createBusSender(deployment, permissions, take),
  };
  return send;
}

function findFunction(stack: DeliveredStack, functions: Functions): (arn: string) => RunFunction | undefined {
  return (wanted) => {
    // It may name a version or an alias; here there is one.
    const arn = wanted.split(':').slice(0, 7).join(':');
    const found = stack.functions.find((one) => one.arn === arn);
    if (found === undefined) return undefined;
    const { logicalId, name, roleLogicalId } = found;
    const qualifier = wanted.split(':')[7] ?? '$LATEST';
    const config = readAsyncConfig(stack.deployment, logicalId, qualifier);
    return {
      ...{ arn, name, qualifier, roleLogicalId, config },
      invoke: (payload, signal, log) => functions.byId(logicalId).invoke(payload, signal, log),
    };
  };
}

/**
 * Into a log group of the stack. Not authorized, because the policy that lets EventBridge write comes from a custom resource
 * or is account-wide, so a template does not contain it.
 */
function createLogGroupSender(deployment: Deployment, logs: Pick<LogStore, 'append'>): Send {
  const groups = new Set(deployment.ofType('AWS::Logs::LogGroup').map(({ ref }) => ref));
  return async ({ to, body }) => {
    const group = /:log-group:([^:]+)/.exec(to)?.[1] ?? '';
    if (!groups.has(group)) throw new DeliveryFailure('NO_RESOURCE', `there is no log group ${group} in the stack`);
    logs.append(group, { timestamp: Date.now(), stream: 'events', message: body.replace(/[\r\n]+/g, ' ') });
    return {};
  };
}
