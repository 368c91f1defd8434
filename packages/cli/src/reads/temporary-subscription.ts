import { randomBytes } from 'node:crypto';
import type { OpsContext } from '../frame/context';
import { isoTime } from '../frame/times';
import type { Needs } from '../policy/needs';
import { inGroups } from './in-groups';
import { deleteBatch } from './queue';
import { listRules } from './rules';
import type { DeployedStack } from './stack';

/** What one is for; part of its name. */
export type TemporaryPurpose = 'listen' | 'rebuild';

export interface TemporarySubscriptionOptions {
  readonly purpose: TemporaryPurpose;
  /** The rule's pattern. */
  readonly pattern: Readonly<Record<string, unknown>>;
  /** After it, `doctor` reports it as left over. Epoch milliseconds. */
  readonly expiresAtMs: number;
  /** How long the queue keeps an event that is not deleted. At least 60, at most 1,209,600. */
  readonly retentionSeconds: number;
  /** How long a received event stays invisible to the next receive. */
  readonly visibilitySeconds: number;
}

/** A rule on the stack's bus and the queue that it sends to, both of this name. */
export interface TemporarySubscription {
  readonly name: string;
  readonly ruleArn: string;
  readonly queueUrl: string;
}

/** One that exists, completely or in part. */
export interface FoundSubscription extends TemporarySubscription {
  readonly purpose: TemporaryPurpose;
  /** ISO 8601; undefined if its queue is gone. */
  readonly expiresAt: string | undefined;
  readonly hasRule: boolean;
  readonly hasQueue: boolean;
}

/** Whether it was left behind: its time is over, or its queue, which has the time, is gone. */
export function isExpired({ expiresAt }: FoundSubscription, nowMs: number): boolean {
  return expiresAt === undefined || Date.parse(expiresAt) < nowMs;
}

/** An event as EventBridge delivered it. */
export interface DeliveredEvent {
  /** The whole event, unchanged. */
  readonly body: string;
  readonly receiptHandle: string;
  /** This one included. */
  readonly receives: number;
}

/** Every name begins so: the policies allow these rules and queues, and no others. */
const prefix = 'vibes-temporary-';
const nameOf = /^vibes-temporary-(listen|rebuild)-[\da-f]{16}$/;
const busTag = 'vibes-callbacks:bus';
const expiryTag = 'vibes-callbacks:expires-at';
const targetId = 'queue';
/** "You must wait at least one second after the queue is created to be able to use the queue" (CreateQueue). */
const queueTakesMs = 1_000;

/** To create, read and remove one. */
export const temporarySubscriptionNeeds: Needs = {
  'events:DescribeEventBus': ['eventBus'],
  'events:PutRule': ['temporaryRules'],
  'events:PutTargets': ['temporaryRuleTargets'],
  'events:RemoveTargets': ['temporaryRules'],
  'events:DeleteRule': ['temporaryRules'],
  'events:TagResource': ['temporaryRules'],
  'sqs:CreateQueue': ['temporaryQueues'],
  'sqs:TagQueue': ['temporaryQueues'],
  'sqs:ReceiveMessage': ['temporaryQueues'],
  'sqs:DeleteMessage': ['temporaryQueues'],
  'sqs:DeleteQueue': ['temporaryQueues'],
};

/** To find those that are there. */
export const findTemporaryNeeds: Needs = {
  'events:ListRules': ['anything'],
  'sqs:ListQueues': ['anything'],
  'sqs:ListQueueTags': ['temporaryQueues'],
};

/**
 * Creates the queue, then the rule, then its target: interrupted in between, what exists has its name and its tags, so
 * `findTemporarySubscriptions` finds it. On failure it removes what it created.
 */
export async function createTemporarySubscription(
  context: OpsContext,
  stack: DeployedStack,
  options: TemporarySubscriptionOptions,
): Promise<TemporarySubscription> {
  const { purpose, pattern, expiresAtMs, retentionSeconds, visibilitySeconds } = options;
  const EventBusName = stack.output('EventBusName');
  const [events, sqs] = await Promise.all([context.clients.eventBridge(), context.clients.sqs()]);
  const { Arn: busArn = '' } = await events.client.send(new events.sdk.DescribeEventBusCommand({ Name: EventBusName }));
  const name = `${prefix}${purpose}-${randomBytes(8).toString('hex')}`;
  const { ruleArn, queueArn, accountId } = arnsOf(busArn, name);
  const tags = { [busTag]: EventBusName, [expiryTag]: isoTime(expiresAtMs) };
  const subscription = { name, ruleArn, queueUrl: queueUrlOf(stack, name) };
  try {
    await sqs.client.send(
      new sqs.sdk.CreateQueueCommand({
        QueueName: name,
        Attributes: {
          MessageRetentionPeriod: String(retentionSeconds),
          VisibilityTimeout: String(visibilitySeconds),
          SqsManagedSseEnabled: 'true',
          Policy: JSON.stringify(queuePolicy({ queueArn, ruleArn, accountId })),
        },
        tags,
      }),
    );
    if (context.access.dataFolder === undefined) await context.io.pause(queueTakesMs);
    context.io.interrupted.throwIfAborted();
    await events.client.send(
      new events.sdk.PutRuleCommand({
        Name: name,
        EventBusName,
        EventPattern: JSON.stringify(pattern),
        Description: `Temporary, until ${isoTime(expiresAtMs)}.`,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    context.io.interrupted.throwIfAborted();
    const { FailedEntries: [failed] = [] } = await events.client.send(
      new events.sdk.PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: targetId, Arn: queueArn }] }),
    );
    if (failed !== undefined)
      throw new Error(`EventBridge refused the queue: ${failed.ErrorCode ?? 'no reason given'}`);
  } catch (error) {
    await removeTemporarySubscription(context, stack, subscription).catch(() => undefined);
    throw error;
  }
  return subscription;
}

/** Lets only this rule send, over TLS, even if other policies allow more. */
function queuePolicy({
  queueArn,
  ruleArn,
  accountId,
}: {
  readonly queueArn: string;
  readonly ruleArn: string;
  readonly accountId: string;
}) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyThisRule',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': ruleArn }, StringEquals: { 'aws:SourceAccount': accountId } },
      },
      {
        Sid: 'NoOneElse',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnNotEquals: { 'aws:SourceArn': ruleArn } },
      },
      {
        Sid: 'OnlyTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: queueArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

function arnsOf(busArn: string, name: string) {
  const [, partition, , region, accountId] = busArn.split(':');
  const bus = busArn.split('event-bus/')[1] ?? '';
  return {
    accountId: accountId ?? '',
    ruleArn: `arn:${partition}:events:${region}:${accountId}:rule/${bus}/${name}`,
    queueArn: `arn:${partition}:sqs:${region}:${accountId}:${name}`,
  };
}

/** It is in the account and Region of the stack's other queues. */
function queueUrlOf(stack: DeployedStack, name: string): string {
  return stack.output('DeadLetterQueueUrl').replace(/[^/]+$/, name);
}

/**
 * Up to ten events. Each stays in the queue, invisible, until it is deleted or its visibility timeout ends.
 * @param waitSeconds how long to wait for the first; at most 20
 */
export async function receiveEvents(
  { clients, io }: OpsContext,
  { queueUrl }: TemporarySubscription,
  waitSeconds: number,
): Promise<readonly DeliveredEvent[]> {
  const { client, sdk } = await clients.sqs();
  const command = new sdk.ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  });
  const { Messages = [] } = await client.send(command, { abortSignal: io.interrupted });
  return Messages.map(({ Body = '', ReceiptHandle = '', Attributes }) => ({
    body: Body,
    receiptHandle: ReceiptHandle,
    receives: Number(Attributes?.ApproximateReceiveCount ?? 1),
  }));
}

/** Deletes up to ten events. One that SQS fails to delete comes again. */
export async function deleteEvents(
  context: OpsContext,
  { queueUrl }: TemporarySubscription,
  events: readonly DeliveredEvent[],
): Promise<void> {
  if (events.length > 0) await deleteBatch(context, queueUrl, events);
}

/** Moves its expiry, which `createTemporarySubscription` set. */
export async function extendTemporarySubscription(
  { clients }: OpsContext,
  { ruleArn, queueUrl }: TemporarySubscription,
  expiresAtMs: number,
): Promise<void> {
  const [events, sqs] = await Promise.all([clients.eventBridge(), clients.sqs()]);
  const [Key, Value] = [expiryTag, isoTime(expiresAtMs)];
  await events.client.send(new events.sdk.TagResourceCommand({ ResourceARN: ruleArn, Tags: [{ Key, Value }] }));
  await sqs.client.send(new sqs.sdk.TagQueueCommand({ QueueUrl: queueUrl, Tags: { [Key]: Value } }));
}

/** Whatever of it exists: target, rule, queue, with the events in it. If one step fails, the others are still tried. */
export async function removeTemporarySubscription(
  context: OpsContext,
  stack: DeployedStack,
  { name, queueUrl }: TemporarySubscription,
): Promise<void> {
  const EventBusName = stack.output('EventBusName');
  const [events, sqs] = await Promise.all([context.clients.eventBridge(), context.clients.sqs()]);
  const target = new events.sdk.RemoveTargetsCommand({ Rule: name, EventBusName, Ids: [targetId] });
  const steps = [
    () => events.client.send(target),
    () => events.client.send(new events.sdk.DeleteRuleCommand({ Name: name, EventBusName })),
    () => sqs.client.send(new sqs.sdk.DeleteQueueCommand({ QueueUrl: queueUrl })),
  ];
  const failures: unknown[] = [];
  for (const step of steps) {
    await step().catch((error: unknown) => {
      if (!(error instanceof events.sdk.ResourceNotFoundException) && !isNoQueue(error)) failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
}

/** SQS' answer about a queue that does not exist, or was deleted a moment ago. */
export function isNoQueue(error: unknown): boolean {
  return error instanceof Error && /QueueDoesNotExist|NonExistentQueue/.test(error.name);
}

/** Those on the stack's bus, in order of their names: that run now, or that something interrupted left behind. */
export async function findTemporarySubscriptions(
  context: OpsContext,
  stack: DeployedStack,
): Promise<readonly FoundSubscription[]> {
  const EventBusName = stack.output('EventBusName');
  const [rules, queues] = await Promise.all([
    listRules(context, EventBusName).then((all) => all.filter(({ name }) => nameOf.test(name))),
    queuesOfBus(context, EventBusName),
  ]);
  const names = [...new Set([...rules.map(({ name }) => name), ...queues.keys()])].sort();
  return names.map((name) => {
    const rule = rules.find((one) => one.name === name);
    return {
      name,
      purpose: nameOf.exec(name)?.[1] === 'rebuild' ? 'rebuild' : 'listen',
      ruleArn: rule?.arn ?? '',
      queueUrl: queueUrlOf(stack, name),
      expiresAt: queues.get(name)?.[expiryTag],
      hasRule: rule !== undefined,
      hasQueue: queues.has(name),
    } as const;
  });
}

type Tags = Readonly<Record<string, string>>;

/** Queues of this kind by name, with their tags; another stack's are left out. */
async function queuesOfBus({ clients }: OpsContext, bus: string): Promise<ReadonlyMap<string, Tags>> {
  const { client, sdk } = await clients.sqs();
  const urls: string[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page = { QueueNamePrefix: prefix, MaxResults: 1_000, ...(NextToken && { NextToken }) };
    const answer = await client.send(new sdk.ListQueuesCommand(page));
    urls.push(...(answer.QueueUrls ?? []));
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  const named = urls.map((url) => ({ name: url.split('/').at(-1) ?? '', url }));
  const known = named.filter(({ name }) => nameOf.test(name));
  const tagged = await inGroups(known, 8, async ({ name, url }) => {
    const answer = await client.send(new sdk.ListQueueTagsCommand({ QueueUrl: url })).catch((error: unknown) => {
      // SQS lists a deleted queue for a while.
      if (isNoQueue(error)) return undefined;
      throw error;
    });
    return [name, answer?.Tags ?? {}] as const;
  });
  return new Map(tagged.filter(([, tags]) => tags[busTag] === bus));
}
