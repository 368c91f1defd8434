import { messageSubmittedType } from '../../../../lambda/outcomes/message-submitted';
import { errorCode } from '../../../../lambda/shared/error-code';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { splitEntries } from '../../../../lambda/shared/put-events-limits';
import { eventSource, handoverSource } from '../../../../lib/event-sources';
import type { OpsContext } from '../frame/context';
import { isoTime } from '../frame/times';
import { memberText } from './member-text';
import type { OpenedMessage, OpenedQueue, ParkedLetter } from './opened-queue';
import { deleteMessages, giveBack, type ReceivedMessage, receiveMessages } from './queue';
import type { DeployedStack } from './stack';
import type { Subscription } from './subscriptions';

/** An event that a subscription's target did not accept, or that its function failed on: ids, codes and times. */
export interface UndeliveredEvent extends ParkedLetter {
  readonly subscription: string;
  /** `metadata.id`; null where the function gets something else than the event. */
  readonly eventId: string | null;
  readonly requestId: string | null;
  /** `metadata.identity`. */
  readonly identity: string | null;
  readonly detailType: string | null;
  /** When EventBridge or Lambda gave up. */
  readonly undeliveredAt: string;
  /** `delivery`: the target did not accept it; `function`: it accepted it, then failed. */
  readonly failedAt: 'delivery' | 'function';
  /** EventBridge's error code, or the type of the function's error. */
  readonly errorCode: string | null;
  /** What EventBridge says of it; null where the target or the function says it, and may quote what a person wrote. */
  readonly errorMessage: string | null;
  /** How often it was tried. */
  readonly receives: number;
}

export interface OpenedEvent extends OpenedMessage<UndeliveredEvent> {
  /** What to publish so that the target gets it again; undefined where the message is neither an event nor a record. */
  readonly copy: Copy | undefined;
  /** The target's or the function's words. */
  readonly said: string | undefined;
}

interface Copy {
  readonly source: string;
  readonly detailType: string;
  /** Unchanged: long numbers keep their digits. */
  readonly detail: string;
  readonly time: Date | undefined;
}

/** The queue of undelivered events of a subscription. */
export interface UndeliveredQueue extends OpenedQueue<OpenedEvent> {
  readonly subscription: Subscription;
}

export function undeliveredQueue(context: OpsContext, subscription: Subscription): UndeliveredQueue {
  const url = subscription.queueUrl;
  const open = (message: ReceivedMessage) => openEvent(subscription.id, message);
  return {
    ...{ url, subscription },
    receivedAtMs: (message) => Date.parse(open(message).letter.receivedAt),
    open: async (message) => open(message),
    look: async (limits) => {
      const messages = await receiveMessages(context, url, limits);
      await giveBack(context, url, messages);
      return messages.map(open);
    },
  };
}

/** When the oldest of up to ten was received, in epoch milliseconds. Looking hides none of them from others. */
export async function peekReceivedAt({ clients }: OpsContext, QueueUrl: string): Promise<number | undefined> {
  const { client, sdk } = await clients.sqs();
  const command = new sdk.ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  const { Messages = [] } = await client.send(command);
  const moments = Messages.map(({ Body = '', Attributes }) => {
    const sentAt = isoTime(Number(Attributes?.SentTimestamp ?? 0));
    return Date.parse(idsOf(parseJson(Body), sentAt).receivedAt);
  });
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** Codes with which EventBridge hands on what the target answered. */
const codesOfTargets: readonly string[] = ['ERROR_FROM_TARGET', 'SDK_CLIENT_ERROR', 'UNKNOWN'];

export function openEvent(subscription: string, message: ReceivedMessage): OpenedEvent {
  const { messageId, body, sentAtMs, attributes = {} } = message;
  const value = asObject(parseJson(body));
  const isRecordOfLambda = isRecord(value.requestContext) && 'requestPayload' in value;
  const undeliveredAt = isoTime(sentAtMs);
  const common = { messageId, subscription, undeliveredAt };
  if (isRecordOfLambda) {
    const { errorType, errorMessage } = asObject(value.responsePayload);
    const { approximateInvokeCount, condition } = asObject(value.requestContext);
    return {
      message,
      letter: {
        ...common,
        ...idsOf(value.requestPayload, undeliveredAt),
        failedAt: 'function',
        errorCode: codeOf(errorType) ?? codeOf(condition),
        errorMessage: null,
        receives: Number(approximateInvokeCount ?? 1),
      },
      copy: {
        source: handoverSource,
        detailType: 'Failed Invocation',
        detail: `{"payload":${memberText(body, 'requestPayload') ?? 'null'}}`,
        time: undefined,
      },
      said: textOf(errorMessage),
    };
  }
  const { ERROR_CODE: code = null, ERROR_MESSAGE: said } = attributes;
  const isOfTarget = code === null || codesOfTargets.includes(code);
  return {
    message,
    letter: {
      ...common,
      ...idsOf(value.source === handoverSource ? asObject(value.detail).payload : value, undeliveredAt),
      // A message that SQS moved there, after a function failed on it too often, has no attributes from EventBridge.
      failedAt: code === null && said === undefined ? 'function' : 'delivery',
      errorCode: code,
      errorMessage: isOfTarget ? null : (said ?? null),
      receives: Number(attributes.RETRY_ATTEMPTS ?? 0) + 1,
    },
    copy: copyOf(body, value),
    said,
  };
}

/**
 * Publishes copies that only their subscription gets, in as few calls as PutEvents allows, then deletes the originals:
 * after an interruption in between, both exist.
 * @returns why a message is still in the queue, by its `messageId`
 */
export async function redeliver(
  context: OpsContext,
  stack: DeployedStack,
  { ruleArn, id, queueUrl, disabledRules }: Subscription,
  messages: readonly ReceivedMessage[],
): Promise<ReadonlyMap<string, unknown>> {
  const bus = stack.output('RedeliveryBusName');
  // EventBridge would accept a copy that no rule takes, and the original would be deleted.
  const [off] = disabledRules;
  if (off !== undefined) {
    const closed = new Error(`the rule ${off} on the bus ${bus} is disabled: "doctor" says how to enable it`);
    return new Map(messages.map(({ messageId }) => [messageId, closed]));
  }
  const opened = messages.map((message) => ({ message, copy: openEvent(id, message).copy }));
  const copies = opened.flatMap(({ message, copy }) =>
    copy === undefined ? [] : [{ ...copy, message, resources: [ruleArn] }],
  );
  const failed = new Map<string, unknown>(
    opened.filter(({ copy }) => copy === undefined).map(({ message }) => [message.messageId, new Error(noEvent)]),
  );
  for (const some of splitEntries(copies)) {
    for (const [messageId, error] of await putCopies(context, bus, some)) failed.set(messageId, error);
  }
  const sent = messages.filter(({ messageId }) => !failed.has(messageId));
  for (const [messageId, error] of await deleteMessages(context, queueUrl, sent)) failed.set(messageId, error);
  return failed;
}

const noEvent = 'it is neither an event nor a record of Lambda: "undelivered export" has it';

interface Addressed extends Copy {
  readonly message: ReceivedMessage;
  readonly resources: readonly string[];
}

/** One call. @returns the copies that EventBridge did not take, by the `messageId` of the original */
async function putCopies(
  context: OpsContext,
  EventBusName: string,
  copies: readonly Addressed[],
): Promise<ReadonlyMap<string, unknown>> {
  const { client, sdk } = await context.clients.eventBridge();
  const Entries = copies.map(({ source, detailType, detail, time, resources }) => ({
    ...{ EventBusName, Source: source, DetailType: detailType, Detail: detail, Resources: [...resources] },
    ...(time === undefined ? {} : { Time: time }),
  }));
  try {
    const { Entries: answers = [] } = await client.send(new sdk.PutEventsCommand({ Entries }));
    return new Map(
      copies.flatMap(({ message }, index) => {
        const { EventId, ErrorCode = 'no answer' } = answers[index] ?? {};
        return EventId === undefined
          ? [[message.messageId, new Error(`EventBridge refused it: ${ErrorCode}`)] as const]
          : [];
      }),
    );
  } catch (error) {
    // One entry that makes the whole call invalid must not hold the others back.
    if (copies.length > 1 && errorCode(error) === 'ValidationException') {
      const alone = await Promise.all(copies.map((copy) => putCopies(context, EventBusName, [copy])));
      return new Map(alone.flatMap((refused) => [...refused]));
    }
    return new Map(copies.map(({ message }) => [message.messageId, error]));
  }
}

/** Whether a person who types this id means this event. */
export function isMeantEvent(
  { letter: { messageId, eventId, requestId, identity } }: OpenedEvent,
  id: string,
): boolean {
  return [messageId, eventId, requestId, identity].includes(id);
}

function copyOf(body: string, { source, time, 'detail-type': detailType }: Record<string, unknown>): Copy | undefined {
  const detail = memberText(body, 'detail');
  // What a sender puts on the bus has a source of its own, and the rule for copies matches ours.
  const from = detailType === messageSubmittedType ? eventSource : source;
  if (from !== eventSource && from !== handoverSource) return undefined;
  if (typeof detailType !== 'string' || detail === undefined) return undefined;
  const at = new Date(String(time));
  return { source: from, detailType, detail, time: Number.isNaN(at.getTime()) ? undefined : at };
}

function idsOf(event: unknown, undeliveredAt: string) {
  const { id, requestId, identity, receivedAt } = metadataOf(event);
  const received = new Date(String(receivedAt));
  return {
    eventId: textOf(id) ?? null,
    requestId: textOf(requestId) ?? null,
    identity: textOf(identity) ?? null,
    detailType: textOf(asObject(event)['detail-type']) ?? null,
    receivedAt: Number.isNaN(received.getTime()) ? undeliveredAt : received.toISOString(),
  };
}

function metadataOf(event: unknown): Record<string, unknown> {
  const { detail, requestPayload } = asObject(event);
  const { metadata, payload } = asObject(requestPayload === undefined ? detail : asObject(requestPayload).detail);
  return payload === undefined ? asObject(metadata) : metadataOf(payload);
}

/** The name of an error class; anything longer may be a sentence. */
function codeOf(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.:]{1,100}$/.test(value) ? value : null;
}

function asObject(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
